package io.paastreams.ingest;

import io.paastreams.geometry.Size;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Videos and images to read. */
final class Clips {

  /** Frames of {@link #drone}. */
  static final int DRONE_FRAMES = 305;

  static final Size DRONE_SIZE = new Size(320, 256);

  private Clips() {}

  /** A thermal clip, H.264, 30 frames per second. */
  static Path drone() {
    try {
      return Path.of(
          Objects.requireNonNull(Clips.class.getResource("/clips/IR_DRONE_040.mp4")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A JPEG file of one gray level. */
  static byte[] jpeg(int gray) {
    byte[] pixels = new byte[3 * 48 * 32];
    Arrays.fill(pixels, (byte) gray);
    return ImageEncoder.jpeg(new RgbImage(new Size(48, 32), pixels), 90);
  }

  /** JPEG files of different gray levels. */
  static List<byte[]> jpegs(int count) {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(jpeg(10 + 20 * i));
    }
    return files;
  }

  /** A Motion JPEG video of 25 frames per second: nothing but consecutive JPEG files. */
  static Path motionJpeg(Path folder, List<byte[]> jpegs) throws IOException {
    Path file = Files.createFile(folder.resolve("video.mjpeg"));
    jpegs.forEach(jpeg -> append(file, jpeg));
    return file;
  }

  private static void append(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
