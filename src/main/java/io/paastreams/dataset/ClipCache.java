package io.paastreams.dataset;

import io.paastreams.geometry.Size;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Frames of clips, decoded once and kept as raw pixels in memory-mapped files, one per clip.
 *
 * <p>Training reads frames in random order, which a video file cannot serve: each read would decode
 * from the preceding key frame. So each clip is decoded once, the wanted frames are stored, and the
 * operating system's page cache does the rest. A file that already holds the wanted frames is
 * reused, so resumed training starts at once.
 *
 * <p>Threading: safe for any number of readers.
 */
public final class ClipCache implements ImageSource {

  private final Map<String, MappedFrames> clips;

  private ClipCache(Map<String, MappedFrames> clips) {
    this.clips = clips;
  }

  /** Receives the progress of decoding. */
  public interface Progress {

    /** One more clip is ready. */
    void clipReady(int done, int total, String file);
  }

  /**
   * Makes sure that the frames of the given samples are stored, and opens them.
   *
   * @param folder the cache's folder; created if it is missing
   * @param clipFolder the folder against which {@link ClipFrame#file()} is resolved
   * @param samples samples whose images are frames of clips
   * @throws IOException if a clip lacks a frame or cannot be decoded
   */
  public static ClipCache open(
      Path folder, Path clipFolder, List<Sample> samples, ClipDecoder decoder, Progress progress)
      throws IOException {
    Map<String, NavigableSet<Integer>> wanted = new LinkedHashMap<>();
    Map<String, Size> sizes = new LinkedHashMap<>();
    for (Sample sample : samples) {
      ClipFrame frame = frameOf(sample.image());
      wanted.computeIfAbsent(frame.file(), file -> new TreeSet<>()).add(frame.index());
      sizes.putIfAbsent(frame.file(), sample.image().size());
    }
    Files.createDirectories(folder);
    Map<String, MappedFrames> clips = new LinkedHashMap<>();
    for (Map.Entry<String, NavigableSet<Integer>> entry : wanted.entrySet()) {
      String file = entry.getKey();
      Path cached = folder.resolve(file.replaceAll("[^A-Za-z0-9._-]", "_") + ".frames");
      MappedFrames frames = Files.exists(cached) ? MappedFrames.open(cached) : null;
      if (frames == null || !frames.holds(entry.getValue())) {
        decode(clipFolder.resolve(file), cached, entry.getValue(), decoder);
        frames = MappedFrames.open(cached);
      }
      if (!frames.size().equals(sizes.get(file))) {
        throw new IOException(
            "%s has frames of %s, but its annotations say %s"
                .formatted(file, frames.size(), sizes.get(file)));
      }
      clips.put(file, frames);
      progress.clipReady(clips.size(), wanted.size(), file);
    }
    return new ClipCache(clips);
  }

  private static void decode(
      Path clip, Path cached, NavigableSet<Integer> wanted, ClipDecoder decoder)
      throws IOException {
    List<Pixels> frames = new ArrayList<>();
    decoder.decode(
        clip,
        (index, frame) -> {
          if (wanted.contains(index)) {
            frames.add(new Pixels(frame.size(), 3, frame.pixels().clone()));
          }
          return index < wanted.last();
        });
    if (frames.size() < wanted.size()) {
      throw new IOException(
          "%s has only %d of the %d annotated frames"
              .formatted(clip, frames.size(), wanted.size()));
    }
    MappedFrames.write(cached, List.copyOf(wanted), frames);
  }

  @Override
  public Pixels read(DatasetImage image) throws IOException {
    ClipFrame frame = frameOf(image);
    MappedFrames frames = clips.get(frame.file());
    if (frames == null) {
      throw new IOException("the cache was opened without " + frame.file());
    }
    return frames.read(frame.index());
  }

  private static ClipFrame frameOf(DatasetImage image) {
    @Nullable ClipFrame frame = image.frame();
    if (frame == null) {
      throw new IllegalArgumentException(image.fileName() + " is not a frame of a clip");
    }
    return frame;
  }

  /** Maps a file read-only into memory; the mapping outlives the channel. */
  static MappedByteBuffer map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }
}
