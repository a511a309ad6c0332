package io.paastreams.image;

import io.paastreams.geometry.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one frame costs before the network: decoding, resizing, normalising; and encoding it. The
 * environment variable {@code PAA_PHOTO} names an image file to be taken for the frame.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ImageBenchmark {

  private static final int DIVISOR = 32;

  @Param({"1920x1080", "320x256"})
  public String frame = "";

  private final ImageDecoder decoder = ImageDecoder.withDefaultLimits();
  private final ImageDecoder scaledDecoder =
      new ImageDecoder(ImageLimits.DEFAULT, JpegDecode.SCALED);
  private Preprocessor half = new Preprocessor(1, 1, DIVISOR);
  private Preprocessor quarter = half;

  /** Smaller than a half, so that something is left to resize: 1920x1080 to 800x450. */
  private Preprocessor belowHalf = half;

  private final Preprocessor preprocessor = new Preprocessor(1333, 800, DIVISOR);
  private final Normalization normalization =
      new Normalization(List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f));
  private RgbImage image = new RgbImage(new Size(1, 1), new byte[3]);
  private PreparedImage prepared = preprocessor.prepare(image);
  private byte[] jpeg = {};
  private byte[] png = {};

  @Setup
  public void makeFrame() throws IOException, ImageException {
    String[] sides = frame.split("x", 2);
    half = fraction(Integer.parseInt(sides[0]), 2);
    quarter = fraction(Integer.parseInt(sides[0]), 4);
    belowHalf = fraction(Integer.parseInt(sides[0]), 2.4);
    Size size = new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    @Nullable String photo = System.getenv("PAA_PHOTO");
    image =
        photo == null
            ? scene(size)
            : decoder.decode(Files.readAllBytes(Path.of(photo))).stretchedTo(size);
    prepared = preprocessor.prepare(image);
    jpeg = ImageEncoder.jpeg(image, 90);
    png = ImageEncoder.png(image);
  }

  @Benchmark
  public RgbImage decodeJpeg() throws ImageException {
    return decoder.decode(jpeg);
  }

  @Benchmark
  public DecodedImage decodeJpegAtHalf() throws ImageException {
    return scaledDecoder.decodeFor(jpeg, half);
  }

  @Benchmark
  public DecodedImage decodeJpegAtQuarter() throws ImageException {
    return scaledDecoder.decodeFor(jpeg, quarter);
  }

  @Benchmark
  public PreparedImage decodeAndResize() throws ImageException {
    return belowHalf.prepare(decoder.decode(jpeg));
  }

  @Benchmark
  public PreparedImage decodeAtHalfAndResize() throws ImageException {
    return belowHalf.prepare(scaledDecoder.decodeFor(jpeg, belowHalf));
  }

  @Benchmark
  public RgbImage decodePng() throws ImageException {
    return decoder.decode(png);
  }

  @Benchmark
  public PreparedImage resize() {
    return preprocessor.prepare(image);
  }

  @Benchmark
  public float[] normalize() {
    return normalization.toTensor(prepared);
  }

  @Benchmark
  public byte[] encodeJpeg() {
    return ImageEncoder.jpeg(image, 90);
  }

  private static Preprocessor fraction(int longSide, double divisor) {
    int side = (int) Math.round(longSide / divisor);
    return new Preprocessor(side, side, DIVISOR);
  }

  /** Smooth colors with sensor noise, so that the files have a camera's size. */
  private static RgbImage scene(Size size) {
    Random noise = new Random(1);
    byte[] pixels = new byte[Math.toIntExact(3 * size.area())];
    int i = 0;
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int grain = noise.nextInt(12);
        pixels[i++] = (byte) (x * 200 / size.width() + grain);
        pixels[i++] = (byte) (y * 200 / size.height() + grain);
        pixels[i++] = (byte) ((x + y) % 160 + grain);
      }
    }
    return new RgbImage(size, pixels);
  }
}
