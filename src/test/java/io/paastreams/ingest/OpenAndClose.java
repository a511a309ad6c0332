package io.paastreams.ingest;

import io.paastreams.ingest.SourceLocation.VideoFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens a clip, takes some frames and closes it, many times; prints the process's resident
 * kilobytes after the first and after the last hundred.
 */
final class OpenAndClose {

  private static final int WARM_UP = 100;
  private static final int TIMES = 200;
  private static final int FRAMES = 5;

  private OpenAndClose() {}

  public static void main(String[] args) throws Exception {
    VideoFile clip = new VideoFile(Path.of(args[0]));
    VideoFile noVideo = new VideoFile(Path.of(args[1]));
    repeat(WARM_UP, clip, noVideo);
    long before = residentKilobytes();
    repeat(TIMES, clip, noVideo);
    System.out.println(before + " " + residentKilobytes());
  }

  private static void repeat(int times, VideoFile clip, VideoFile noVideo) throws Exception {
    for (int i = 0; i < times; i++) {
      try (FrameSource source = clip.open(OpenOptions.standard())) {
        for (int k = 0; k < FRAMES; k++) {
          Optional<SourceFrame> frame = source.next();
          frame.orElseThrow().pixels();
        }
      }
      try (FrameSource source = noVideo.open(OpenOptions.standard())) {
        throw new IllegalStateException(source + " is no video");
      } catch (SourceException expected) {
        // A failed opening must free what it took as well.
      }
    }
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
