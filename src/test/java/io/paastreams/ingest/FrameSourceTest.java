package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.geometry.Size;
import io.paastreams.image.Orientation;
import io.paastreams.image.RgbImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameSourceTest {

  /**
   * The hash of all 305 frames' consecutive RGB pixels, decoded with OpenCV 4.6.0's VideoCapture.
   */
  private static final String DRONE_SHA256 =
      "fe667e070cf1f538d25fe3eae6244900d9668dc4de36d22be0d78c1ff9740f82";

  @TempDir Path folder;

  @Test
  void aClip_givesEveryFrameWithTheReferenceDecodersPixels() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    int frames = 0;
    try (FrameSource source = open(Clips.drone())) {
      for (Optional<SourceFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
        RgbImage image = frame.get().pixels();
        assertThat(image.size()).isEqualTo(Clips.DRONE_SIZE);
        digest.update(image.pixels());
        frames++;
      }
    }

    assertThat(frames).isEqualTo(Clips.DRONE_FRAMES);
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(DRONE_SHA256);
  }

  @Test
  void times_comeFromTheFileAndRise() throws Exception {
    List<Duration> times = new ArrayList<>();
    try (FrameSource source = open(Clips.drone())) {
      assertThat(source.live()).isFalse();
      assertThat(source.interval()).isEqualTo(Duration.ofNanos(33_333_333));
      for (Optional<SourceFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
        times.add(frame.get().time());
      }
    }

    assertThat(times).isSorted().doesNotHaveDuplicates();
    assertThat(times.get(0)).isZero();
    assertThat(times.get(304).toMillis()).isEqualTo(304 * 1000 / 30);
  }

  @Test
  void theEnd_staysTheEnd() throws Exception {
    Path image = Files.write(folder.resolve("a.jpg"), Clips.jpeg(100));
    Path video = Clips.motionJpeg(folder, Clips.jpegs(2));
    for (Path file : List.of(image, video)) {
      try (FrameSource source = open(file)) {
        while (source.next().isPresent()) {}
        assertThat(source.next()).isEmpty();
      }
    }
  }

  @Test
  void aVideoStoredOnItsSide_isTurnedUpright() throws Exception {
    byte[] clip = Files.readAllBytes(Clips.drone());
    int matrix = new String(clip, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 44;
    int one = 1 << 16;
    int[] clockwise = {0, one, 0, -one, 0, 0, 256 * one, 0, 1 << 30};
    for (int i = 0; i < clockwise.length; i++) {
      ByteBuffer.wrap(clip).putInt(matrix + 4 * i, clockwise[i]);
    }
    Path turned = Files.write(folder.resolve("turned.mp4"), clip);

    try (FrameSource stored = open(Clips.drone());
        FrameSource upright = open(turned)) {
      RgbImage expected = Orientation.ROTATED_90.apply(stored.next().orElseThrow().pixels());
      RgbImage actual = upright.next().orElseThrow().pixels();

      assertThat(actual.size()).isEqualTo(new Size(256, 320));
      assertThat(actual.pixels()).isEqualTo(expected.pixels());
    }
  }

  @Test
  void motionJpegPackets_areTheFilesThatWentIn() throws Exception {
    List<byte[]> jpegs = Clips.jpegs(5);
    List<byte[]> packets = new ArrayList<>();
    try (FrameSource source = open(Clips.motionJpeg(folder, jpegs))) {
      assertThat(source.live()).as("a file without a known length").isFalse();
      for (Optional<SourceFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
        packets.add(frame.get().encoded().orElseThrow().toByteArray());
      }
    }

    assertThat(packets).containsExactlyElementsOf(jpegs);
  }

  @Test
  void aFolder_isReadInNaturalOrder() throws Exception {
    for (String name : List.of("frame10.jpg", "frame9.JPEG", "frame1.jpg", "readme.txt")) {
      Files.write(
          folder.resolve(name), Clips.jpeg(Integer.parseInt("0" + name.replaceAll("\\D", ""))));
    }
    List<Integer> grays = new ArrayList<>();
    List<Duration> times = new ArrayList<>();
    try (FrameSource source = SourceLocation.parse(folder.toString()).open(perSecond(4))) {
      for (Optional<SourceFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
        grays.add((int) frame.get().pixels().pixels()[0]);
        times.add(frame.get().time());
      }
    }

    assertThat(grays).containsExactly(1, 9, 10);
    assertThat(times)
        .containsExactly(Duration.ZERO, Duration.ofMillis(250), Duration.ofMillis(500));
  }

  @Test
  void aBrokenImage_passesAsItIsButHasNoPixels() throws Exception {
    byte[] broken = "not an image".getBytes(StandardCharsets.UTF_8);
    Files.write(folder.resolve("1.png"), broken);
    Files.write(folder.resolve("2.png"), Clips.jpeg(50));

    try (FrameSource source = open(folder)) {
      SourceFrame first = source.next().orElseThrow();
      assertThat(first.encoded().orElseThrow())
          .usingRecursiveComparison()
          .isEqualTo(new Encoded(Encoding.PNG, broken));
      assertThatThrownBy(first::pixels)
          .isInstanceOf(UnreadableFrameException.class)
          .hasMessageContaining("1.png");

      SourceFrame second = source.next().orElseThrow();
      assertThat(second.encoded().orElseThrow().encoding())
          .as("by its content, not by its name")
          .isEqualTo(Encoding.JPEG);
    }
  }

  @Test
  void aDamagedClip_stillGivesFramesInOrder() throws Exception {
    byte[] clip = Files.readAllBytes(Clips.drone());
    // In the coded images, which come before the index at the end.
    for (int i = 4000; i < 12_000; i += 500) {
      clip[i] ^= 0x55;
    }
    Path damaged = Files.write(folder.resolve("damaged.mp4"), clip);

    List<Duration> times = new ArrayList<>();
    try (FrameSource source = open(damaged)) {
      for (Optional<SourceFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
        assertThat(frame.get().pixels().size()).isEqualTo(Clips.DRONE_SIZE);
        times.add(frame.get().time());
      }
    }

    assertThat(times).hasSizeGreaterThan(100).isSorted();
  }

  private static OpenOptions perSecond(double rate) {
    return OpenOptions.standard().withFps(rate);
  }

  private static FrameSource open(Path path) throws SourceException {
    return SourceLocation.parse(path.toString()).open(OpenOptions.standard());
  }
}
