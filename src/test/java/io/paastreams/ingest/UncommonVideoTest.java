package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.event.Frame;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.Orientation;
import io.paastreams.image.RgbImage;
import io.paastreams.ingest.SourceLocation.Folder;
import io.paastreams.ingest.SourceLocation.VideoFile;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers whose streams are not simply upright video. */
class UncommonVideoTest {

  private static final Size SIZE = new Size(48, 32);

  @TempDir Path folder;

  private final List<String> notices = new ArrayList<>();

  /** A display matrix moves a stored pixel (p, q) to (a p + c q, b p + d q). */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, UPRIGHT",
    "-1, 0, 0, 1, MIRRORED",
    "-1, 0, 0, -1, ROTATED_180",
    "1, 0, 0, -1, FLIPPED",
    "0, 1, 1, 0, TRANSPOSED",
    "0, 1, -1, 0, ROTATED_90",
    "0, -1, -1, 0, TRANSVERSED",
    "0, -1, 1, 0, ROTATED_270"
  })
  void motionJpeg_isTurnedAndMirroredAsItsContainerSays(
      int a, int b, int c, int d, Orientation orientation) throws Exception {
    byte[] jpeg = ImageEncoder.jpeg(gradient(SIZE), 90);
    RgbImage stored = ImageDecoder.withDefaultLimits().decode(jpeg);
    Path file =
        new MadeVideo()
            .turned(SIZE, Collections.nCopies(3, jpeg), a, b, c, d)
            .write(folder.resolve("turned.mov"));

    try (FrameSource source = open(file)) {
      SourceFrame frame = source.next().orElseThrow();

      assertThat(frame.pixels().size()).isEqualTo(orientation.upright(SIZE));
      assertThat(frame.pixels().pixels()).isEqualTo(orientation.apply(stored).pixels());
      assertThat(frame.encoded().isPresent()).isEqualTo(orientation == Orientation.UPRIGHT);
    }
    assertThat(notices).hasSize(orientation == Orientation.UPRIGHT ? 0 : 1);
  }

  @Test
  void fieldsOfHalfTheHeight_areWoven() throws Exception {
    Size field = new Size(48, 16);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(ImageEncoder.jpeg(gray(field, 60), 95));
    both.writeBytes(ImageEncoder.jpeg(gray(field, 180), 95));
    Path file =
        new MadeVideo()
            .stream(SIZE, Collections.nCopies(3, both.toByteArray()))
                .write(folder.resolve("fields.avi"));

    int frames = 0;
    try (FrameSource source = open(file)) {
      for (Optional<SourceFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
        RgbImage image = frame.get().pixels();
        assertThat(image.size()).isEqualTo(SIZE);
        int first = image.pixels()[0] & 0xFF;
        int second = image.pixels()[3 * SIZE.width()] & 0xFF;
        assertThat(List.of(Math.min(first, second), Math.max(first, second)))
            .as("alternating rows of both fields")
            .satisfiesExactly(
                dark -> assertThat(dark).isBetween(55, 65),
                bright -> assertThat(bright).isBetween(175, 185));
        frames++;
      }
    }
    assertThat(frames).isEqualTo(3);
    assertThat(notices).singleElement().asString().contains("interlaced");
  }

  @Test
  void coverArt_isNotTheVideo() throws Exception {
    Size cover = new Size(64, 64);
    Path file =
        new MadeVideo()
            .attached(cover, ImageEncoder.jpeg(gray(cover, 9), 90)).stream(SIZE, Clips.jpegs(5))
                .write(folder.resolve("cover.mp4"));

    try (FrameSource source = open(file)) {
      assertThat(source.next().orElseThrow().pixels().size()).isEqualTo(SIZE);
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void soundWithCoverArt_holdsNoVideo() {
    Size cover = new Size(64, 64);
    Path file =
        new MadeVideo()
            .attached(cover, ImageEncoder.jpeg(gray(cover, 9), 90))
            .write(folder.resolve("song.mp4"));

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("contains no video, only an attached image");
  }

  /** Its four tiles of 64x64 would be read as an image of 64x64. */
  @Test
  void anImageOfTiles_isRefusedWithARemedy() {
    Path file = Path.of("src/test/resources/image/tiles.avif");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(SourceException.class)
        .hasMessageContainingAll("tiles.avif is an image of 4 tiles", "convert it to JPEG or PNG");
  }

  /** Reads the files that are passed through as OpenCV and the detector do. */
  @Test
  void orientationInExif_countsForFilesOfAFolder() throws Exception {
    byte[] file = Files.readAllBytes(Path.of("src/test/resources/image/exif_6.jpg"));
    Files.write(folder.resolve("1.jpg"), file);

    try (FrameSource source = new Folder(folder).open(OpenOptions.standard())) {
      SourceFrame frame = source.next().orElseThrow();
      byte[] passed = frame.encoded().orElseThrow().toByteArray();

      assertThat(passed).isEqualTo(file);
      assertThat(frame.pixels().pixels())
          .isEqualTo(ImageDecoder.withDefaultLimits().decode(passed).pixels());
      Size stored = ImageDecoder.withDefaultLimits().storedSize(file);
      assertThat(frame.pixels().size()).isEqualTo(new Size(stored.height(), stored.width()));
    }
  }

  @Test
  void ofSeveralVideos_theOneThatIsReadIsNamed() throws Exception {
    Size large = new Size(96, 64);
    Path file =
        new MadeVideo()
            .stream(SIZE, Clips.jpegs(5)).stream(
                    large, Collections.nCopies(5, ImageEncoder.jpeg(gray(large, 9), 90)))
                .write(folder.resolve("two.mov"));

    Size taken;
    try (FrameSource source = open(file)) {
      taken = source.next().orElseThrow().pixels().size();
    }

    assertThat(notices)
        .singleElement()
        .asString()
        .contains("contains 2 video streams", "%s mjpeg".formatted(taken));
  }

  @Test
  void pixelsThatAreNotSquare_areKeptAndSaid() throws Exception {
    Path file =
        new MadeVideo().widePixels(SIZE, Clips.jpegs(3), 2).write(folder.resolve("wide.mov"));

    try (FrameSource source = open(file)) {
      assertThat(source.next().orElseThrow().pixels().size()).isEqualTo(SIZE);
    }
    assertThat(notices).singleElement().asString().contains("pixels of 2:1");
  }

  /** It silently stood still for five hours. */
  @Test
  void stampsThatLeapByHours_doNotStopARecordingInRealTime() throws Exception {
    Path file =
        new MadeVideo()
            .stream(SIZE, Clips.jpegs(6))
                .stamps(List.of(0L, 100L, 200L, 18_000_300L, 18_000_400L, 18_000_500L))
                .write(folder.resolve("leap.mkv"));
    CollectedFrames published = new CollectedFrames();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void sourceNotice(String cameraId, String notice) {
            notices.add(notice);
          }
        };

    new FrameIngestor(
            new VideoFile(file),
            IngestConfig.ofCamera("roof").withPace(Pace.REAL_TIME),
            published,
            listener,
            new ManualClock())
        .run();

    assertThat(published.frames()).hasSize(6);
    assertThat(published.frames())
        .extracting(Frame::captureTime)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(published.frames().get(5).captureTime())
        .isBefore(ManualClock.NOON.plus(FrameTimes.MOST_STEP).plus(Duration.ofSeconds(1)));
    assertThat(notices).singleElement().asString().contains("jump ahead by 18000.1 s");
  }

  private FrameSource open(Path file) throws SourceException {
    return new VideoFile(file).open(OpenOptions.standard().withNotices(notices::add));
  }

  private static RgbImage gradient(Size size) {
    byte[] pixels = new byte[Math.toIntExact(3 * size.area())];
    for (int i = 0; i < pixels.length; i += 3) {
      int x = i / 3 % size.width();
      int y = i / 3 / size.width();
      pixels[i] = (byte) (4 * x);
      pixels[i + 1] = (byte) (6 * y);
      pixels[i + 2] = (byte) (x * y / 8);
    }
    return new RgbImage(size, pixels);
  }

  private static RgbImage gray(Size size, int level) {
    byte[] pixels = new byte[Math.toIntExact(3 * size.area())];
    Arrays.fill(pixels, (byte) level);
    return new RgbImage(size, pixels);
  }
}
