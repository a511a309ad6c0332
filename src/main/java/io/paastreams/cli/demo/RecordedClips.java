package io.paastreams.cli.demo;

import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.ingest.FrameIngestor;
import io.paastreams.ingest.FramePublisher;
import io.paastreams.ingest.IngestConfig;
import io.paastreams.ingest.IngestListener;
import io.paastreams.ingest.PacingClock;
import io.paastreams.ingest.SourceException;
import io.paastreams.ingest.SourceLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo's clips as a camera's JPEG files, one folder per clip. Cameras that play them send the
 * files as they are: decoding video and encoding JPEG repeatedly took more of a small machine than
 * anything else but detection, and no real camera does that on the detector's machine.
 */
final class RecordedClips {

  static final double FRAMES_PER_SECOND = 30;

  private RecordedClips() {}

  /**
   * Writes the files.
   *
   * @param folder where the clips are unpacked and the folders are created
   */
  static DemoClips.Extracted extractTo(Path folder) {
    DemoClips.Extracted clips = DemoClips.extractTo(folder);
    List<Path> recorded = new ArrayList<>();
    for (Path clip : clips.files()) {
      recorded.add(record(clip));
    }
    return new DemoClips.Extracted(recorded, clips.truth());
  }

  private static Path record(Path clip) {
    Path folder = clip.resolveSibling(clip.getFileName() + ".frames");
    try {
      Files.createDirectory(folder);
      new FrameIngestor(
              SourceLocation.parse(clip.toString()),
              IngestConfig.ofCamera(folder.toString()),
              new FileWriter(folder),
              IngestListener.NONE,
              PacingClock.system())
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    } catch (SourceException e) {
      throw new IllegalStateException("a demo clip cannot be played", e);
    }
    return folder;
  }

  /** Writes frames to files instead of publishing them. */
  private record FileWriter(Path folder) implements FramePublisher {

    @Override
    public void publish(Frame frame, Receipt receipt) {
      if (!(frame.payload() instanceof Encoded image)) {
        throw new IllegalStateException("a frame of a clip is not a JPEG file");
      }
      try {
        byte[] file = new byte[image.bytes().remaining()];
        image.bytes().duplicate().get(file);
        Files.write(folder.resolve(frame.sequence() + ".jpg"), file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to " + folder, e);
      }
      receipt.settled(null);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
