package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledJpegTest {

  private static final ImageDecoder FULL = ImageDecoder.withDefaultLimits();
  private static final ImageDecoder SCALED =
      new ImageDecoder(ImageLimits.DEFAULT, JpegDecode.SCALED);

  @ParameterizedTest
  @CsvSource({
    "1920x1080, 800x450, 2", "1920x1080, 960x540, 2", "1920x1080, 961x540, 1",
    "1920x1080, 960x541, 1", "1920x1080, 480x270, 4", "1920x1080, 320x180, 4",
    "1920x1080, 240x135, 8", "1920x1080, 10x10, 8", "641x481, 321x241, 2",
    "640x480, 1333x800, 1", "640x480, 640x480, 1"
  })
  void divisor_isTheLargestThatLeavesTheNetworksImage(String stored, String needed, int divisor) {
    assertThat(ScaledJpeg.divisor(size(stored), size(needed))).isEqualTo(divisor);
  }

  /** Means of blocks of pixels are what a network at that scale can see of the image. */
  @ParameterizedTest
  @CsvSource({"960, 540, 2", "480, 270, 4", "240, 135, 8"})
  void scaledImage_isNearTheFullOnesBlockMeans(int width, int height, int divisor)
      throws Exception {
    byte[] file = ImageEncoder.jpeg(scene(new Size(1920, 1080)), 90);
    RgbImage blockMeans = FULL.decode(file);
    for (int step = 1; step < divisor; step *= 2) {
      blockMeans = BilinearResize.resize(blockMeans, half(blockMeans.size()));
    }

    DecodedImage scaled = SCALED.decodeFor(file, new Preprocessor(width, height, 32));

    assertThat(scaled.image().size()).isEqualTo(new Size(width, height));
    assertThat(scaled.original()).isEqualTo(new Size(1920, 1080));
    assertThat(difference(scaled.image(), blockMeans)).isLessThan(1.5);
    // An image that is one pixel off, or has red instead of blue, is far beyond that.
    assertThat(difference(scaled.image(), shifted(blockMeans))).isGreaterThan(2.5);
    assertThat(difference(scaled.image(), swapped(blockMeans))).isGreaterThan(20);
  }

  @Test
  void preparedImage_hasTheNetworksSize_andTheWayBackToTheOriginal() throws Exception {
    byte[] file = ImageEncoder.jpeg(scene(new Size(1920, 1080)), 90);
    Preprocessor preprocessor = new Preprocessor(1333, 450, 32);

    PreparedImage scaled = preprocessor.prepare(SCALED.decodeFor(file, preprocessor));

    PreparedImage full = preprocessor.prepare(FULL.decode(file));
    assertThat(scaled.image().size()).isEqualTo(new Size(800, 450));
    assertThat(scaled.padded()).isEqualTo(full.padded());
    assertThat(scaled.original()).isEqualTo(full.original());
    assertThat(scaled.scaleX()).isEqualTo(full.scaleX());
    assertThat(scaled.scaleY()).isEqualTo(full.scaleY());
    assertThat(difference(scaled.image(), full.image())).isBetween(0.01, 2.5);
  }

  @Test
  void fullDecoder_isTheDefault() throws Exception {
    byte[] file = ImageEncoder.jpeg(scene(new Size(640, 480)), 90);

    RgbImage image = FULL.decodeFor(file, new Preprocessor(64, 64, 1)).image();

    assertThat(image.pixels()).isEqualTo(FULL.decode(file).pixels());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void exifOrientation_isAppliedToTheScaledImage(int value) throws Exception {
    byte[] stored = ImageEncoder.jpeg(scene(new Size(160, 100)), 90);
    byte[] file = withOrientation(stored, value);
    Preprocessor preprocessor = new Preprocessor(80, 50, 1);

    DecodedImage scaled = SCALED.decodeFor(file, preprocessor);

    Orientation orientation = Orientation.ofExif(value);
    RgbImage lying = SCALED.decodeFor(stored, preprocessor).image();
    assertThat(lying.size()).isEqualTo(new Size(80, 50));
    assertThat(scaled.original()).isEqualTo(orientation.upright(new Size(160, 100)));
    assertThat(scaled.image().size()).isEqualTo(orientation.upright(lying.size()));
    assertThat(scaled.image().pixels()).isEqualTo(orientation.apply(lying).pixels());
  }

  /** The images with one scan, and a progressive one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ycbcr_420.jpg",
        "ycbcr_422.jpg",
        "ycbcr_444.jpg",
        "unmarked_444.jpg",
        "gray.jpg",
        "restart_intervals.jpg",
        "without_huffman_tables.jpg",
        "progressive.jpg"
      })
  void theRowThatWatchesOverTheEnd_changesNoPixel(String name) throws Exception {
    byte[] file = ImageDecoderTest.resource(name);
    JpegHeader header = JpegHeader.parse(file);
    for (int divisor = 2; divisor <= 8; divisor *= 2) {
      RgbImage watched = ScaledJpeg.decode(file, header, divisor);

      assertThat(watched).as("%s at 1/%d", name, divisor).isNotNull();
      int[] words = plain(file, divisor);
      int red = words[0] >>> 24;
      assertThat(watched.pixels()[0] & 0xFF).isEqualTo(red);
      assertThat(watched.size().height())
          .isEqualTo((header.size().height() + divisor - 1) / divisor);
      if (header.color() != JpegHeader.Color.GRAY) {
        assertThat(watched.pixels()).isEqualTo(bytes(words));
      }
    }
  }

  @Test
  void whatIsNotDoneScaled_isDecodedInFull() throws Exception {
    Preprocessor small = new Preprocessor(8, 8, 1);
    for (String name : List.of("adobe_rgb.jpg", "rgb.png")) {
      byte[] file = ImageDecoderTest.resource(name);
      assertThat(SCALED.decodeFor(file, small).image().pixels())
          .as(name)
          .isEqualTo(FULL.decode(file).pixels());
    }
    byte[] oddSampling = withLumaSampling(ImageDecoderTest.resource("ycbcr_422.jpg"), 0x12);
    assertThat(ScaledJpeg.decode(oddSampling, JpegHeader.parse(oddSampling), 2)).isNull();
  }

  @Test
  void refusals_areTheFullDecoders() throws Exception {
    Preprocessor small = new Preprocessor(8, 8, 1);
    byte[] sound = ImageDecoderTest.resource("ycbcr_420.jpg");
    byte[] closedEarly = Arrays.copyOf(sound, sound.length - 200);
    closedEarly[closedEarly.length - 2] = (byte) 0xFF;
    closedEarly[closedEarly.length - 1] = (byte) 0xD9;

    assertThat(refusal(ImageDecoderTest.resource("cmyk.jpg"), small).reason())
        .isEqualTo(Reason.UNSUPPORTED);
    assertThat(refusal(Arrays.copyOf(sound, sound.length - 3), small).reason())
        .isEqualTo(Reason.TRUNCATED);
    assertThat(refusal(closedEarly, small).reason()).isEqualTo(Reason.CORRUPT);
    assertThat(refusal(new byte[0], small).reason()).isEqualTo(Reason.EMPTY);
    ImageDecoder strict = new ImageDecoder(new ImageLimits(1 << 20, 100, 100), JpegDecode.SCALED);
    assertThat(
            catchThrowableOfType(ImageException.class, () -> strict.decodeFor(sound, small))
                .reason())
        .isEqualTo(Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"2, true", "200, false"})
  void dataLeftOverAtTheEnd_isJudgedAsByTheFullDecoder(int stray, boolean forgiven)
      throws Exception {
    byte[] file = ImageDecoderTest.resource("ycbcr_420.jpg");
    byte[] padded = Arrays.copyOf(file, file.length + stray);
    Arrays.fill(padded, file.length - 2, padded.length - 2, (byte) 0x55);
    padded[padded.length - 2] = (byte) 0xFF;
    padded[padded.length - 1] = (byte) 0xD9;
    Preprocessor small = new Preprocessor(8, 8, 1);

    assertThat(ScaledJpeg.decode(padded, JpegHeader.parse(padded), 2)).isNull();
    if (forgiven) {
      assertThat(SCALED.decodeFor(padded, small).image().pixels())
          .isEqualTo(FULL.decode(padded).pixels());
    } else {
      assertThat(refusal(padded, small).reason()).isEqualTo(Reason.CORRUPT);
    }
  }

  /**
   * Bytes changed, bits flipped, pieces cut out and ends cut off, all in the scan: the scaled
   * decoder takes none that the full one refuses.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"photo", "ycbcr_444.jpg", "gray.jpg", "restart_intervals.jpg", "progressive.jpg"})
  void damagedFiles_areRefusedByBothOrNone(String name) throws Exception {
    byte[] sound =
        name.equals("photo")
            ? ImageEncoder.jpeg(scene(new Size(160, 120)), 85)
            : ImageDecoderTest.resource(name);
    int scan = JpegHeader.parse(sound).scanOffset() + 14;
    Random random = new Random(20261128);
    int refused = 0;
    int scaled = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = damaged(sound, scan, i % 4, random);
      ImageException byFull =
          catchThrowableOfType(ImageException.class, () -> FULL.decode(damaged));
      RgbImage fast = null;
      try {
        JpegHeader header = JpegHeader.parse(damaged);
        fast = ScaledJpeg.decode(JpegScans.follow(damaged, header).closed(), header, 2);
      } catch (ImageException e) {
        assertThat(byFull).as("%s, case %d", name, i).isNotNull();
      }
      if (byFull != null) {
        assertThat(fast).as("%s, case %d: %s", name, i, byFull.getMessage()).isNull();
        assertThat(refusal(damaged, new Preprocessor(20, 20, 1)).reason())
            .isEqualTo(byFull.reason());
        refused++;
      } else if (fast != null) {
        scaled++;
      }
    }
    assertThat(refused).isGreaterThan(60);
    assertThat(scaled).isGreaterThan(15);
  }

  @Test
  void manyThreadsAtOnce_getTheSameImage() throws Exception {
    byte[] file = ImageEncoder.jpeg(scene(new Size(640, 480)), 90);
    Preprocessor preprocessor = new Preprocessor(320, 240, 32);
    byte[] expected = SCALED.decodeFor(file, preprocessor).image().pixels();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<byte[]>> images = new ArrayList<>();
      Callable<byte[]> decode = () -> SCALED.decodeFor(file, preprocessor).image().pixels();
      for (int i = 0; i < 200; i++) {
        images.add(threads.submit(decode));
      }
      for (Future<byte[]> image : images) {
        assertThat(image.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Of 300 images of 2 MB each, valid or not, less than a tenth may remain in memory. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nativeMemory_isGivenBack(boolean damaged) throws Exception {
    byte[] file = ImageEncoder.jpeg(scene(new Size(1920, 1080)), 50);
    if (damaged) {
      file[file.length - 2000] ^= 0x55;
      file = Arrays.copyOf(file, file.length - 500);
      file[file.length - 2] = (byte) 0xFF;
      file[file.length - 1] = (byte) 0xD9;
    }
    JpegHeader header = JpegHeader.parse(file);
    decodeOften(file, header, 30, damaged);
    long before = residentBytes();

    decodeOften(file, header, 300, damaged);

    assertThat(residentBytes() - before).isLessThan(60L << 20);
  }

  private static void decodeOften(byte[] file, JpegHeader header, int times, boolean damaged)
      throws ImageException {
    for (int i = 0; i < times; i++) {
      assertThat(ScaledJpeg.decode(file, header, 2) == null).isEqualTo(damaged);
    }
  }

  private static long residentBytes() throws IOException {
    // The heap may grow in the meantime, so only memory outside it counts.
    System.gc();
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3);
    return 4096 * Long.parseLong(pages[1]) - Runtime.getRuntime().totalMemory();
  }

  private static ImageException refusal(byte[] file, Preprocessor preprocessor) {
    return catchThrowableOfType(ImageException.class, () -> SCALED.decodeFor(file, preprocessor));
  }

  private static byte[] damaged(byte[] sound, int scan, int kind, Random random) {
    int at = scan + random.nextInt(sound.length - scan - 4);
    byte[] damaged = sound.clone();
    switch (kind) {
      case 0 -> damaged[at] = (byte) random.nextInt(255);
      case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        damaged = Arrays.copyOf(sound, at + 2);
        damaged[at] = (byte) 0xFF;
        damaged[at + 1] = (byte) 0xD9;
      }
      default -> {
        int cut = Math.min(1 + random.nextInt(60), sound.length - 2 - at);
        damaged = Arrays.copyOf(sound, sound.length - cut);
        System.arraycopy(sound, at + cut, damaged, at, damaged.length - at);
      }
    }
    return damaged;
  }

  /** libjpeg's image of the unchanged file, as words. */
  private static int[] plain(byte[] file, int divisor) {
    PIX pix = leptonica.pixReadMemJpeg(file, file.length, 0, divisor, new int[1], 0);
    try {
      int[] words = new int[leptonica.pixGetWpl(pix) * leptonica.pixGetHeight(pix)];
      leptonica.pixGetData(pix).get(words);
      return words;
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  private static byte[] bytes(int[] words) {
    byte[] pixels = new byte[3 * words.length];
    for (int i = 0; i < words.length; i++) {
      pixels[3 * i] = (byte) (words[i] >>> 24);
      pixels[3 * i + 1] = (byte) (words[i] >>> 16);
      pixels[3 * i + 2] = (byte) (words[i] >>> 8);
    }
    return pixels;
  }

  private static byte[] withOrientation(byte[] file, int value) {
    byte[] exif =
        HexFormat.of()
            .parseHex(
                "ffe10022"
                    + "457869660000"
                    + "4d4d002a00000008"
                    + "0001"
                    + "0112000300000001"
                    + "%04x0000".formatted(value)
                    + "00000000");
    return ByteBuffer.allocate(file.length + exif.length)
        .put(file, 0, 2)
        .put(exif)
        .put(file, 2, file.length - 2)
        .array();
  }

  private static byte[] withLumaSampling(byte[] file, int sampling) {
    for (int at = 2; ; at++) {
      if (file[at] == (byte) 0xFF && file[at + 1] == (byte) 0xC0) {
        file[at + 11] = (byte) sampling;
        return file;
      }
    }
  }

  /** Colors, edges and grain. */
  static RgbImage scene(Size size) {
    Random grain = new Random(1);
    byte[] pixels = new byte[Math.toIntExact(3 * size.area())];
    int i = 0;
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        boolean disc = Math.hypot(x % 90 - 45, y % 70 - 35) < 25;
        int noise = grain.nextInt(12);
        pixels[i++] = (byte) ((disc ? 200 : 40) + noise);
        pixels[i++] = (byte) (x * 200 / size.width() + noise);
        pixels[i++] = (byte) (y * 120 / size.height() + noise);
      }
    }
    return new RgbImage(size, pixels);
  }

  private static double difference(RgbImage a, RgbImage b) {
    assertThat(a.size()).isEqualTo(b.size());
    long sum = 0;
    for (int i = 0; i < a.pixels().length; i++) {
      sum += Math.abs((a.pixels()[i] & 0xFF) - (b.pixels()[i] & 0xFF));
    }
    return (double) sum / a.pixels().length;
  }

  private static RgbImage shifted(RgbImage image) {
    byte[] pixels = image.pixels().clone();
    System.arraycopy(pixels, 0, pixels, 3, pixels.length - 3);
    return new RgbImage(image.size(), pixels);
  }

  private static RgbImage swapped(RgbImage image) {
    return new RgbImage(image.size(), Channels.bgrToRgb(ByteBuffer.wrap(image.pixels())));
  }

  private static Size half(Size size) {
    return new Size((size.width() + 1) / 2, (size.height() + 1) / 2);
  }

  private static Size size(String text) {
    String[] sides = text.split("x", 2);
    return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }
}
