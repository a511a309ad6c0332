package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small files that unpack to large data: neither memory nor time may depend on what they hide. */
@Timeout(60)
class ImageBombTest {

  private static final int HIDDEN = 64 << 20;
  private static final long MOST_BYTES = 12 << 20;

  private final ImageDecoder decoder = ImageDecoder.withDefaultLimits();

  @Test
  void pixelsBeyondTheDeclaredOnes_areNotUnpacked() throws Exception {
    byte[] bomb = png(64, 64, "", deflated(HIDDEN));

    assertThat(bomb).hasSizeLessThan(1 << 20);
    assertCheap(bomb);
  }

  @Test
  void compressedTexts_areNotUnpacked() throws Exception {
    for (String chunk : new String[] {"zTXt", "iCCP"}) {
      assertCheap(png(64, 64, chunk, deflated(64 * (1 + 3 * 64))));
    }
  }

  @Test
  void anImageAtTheLimitOfPixels_isRefusedBeforeItIsUnpacked() throws Exception {
    byte[] bomb = png(16_000, 16_000, "", deflated(HIDDEN));

    assertCheap(bomb);
    assertThat(refusal(bomb)).contains("the limit is 50000000");
  }

  /** Each further scan takes a few bytes and costs a pass over all pixels. */
  @Test
  void manyScans_areRefused() throws Exception {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", file);
    byte[] jpeg = file.toByteArray();
    int scan = indexOf(jpeg, (byte) 0xDA);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < 20_000; i++) {
      bomb.write(jpeg, scan, jpeg.length - 2 - scan);
    }
    bomb.write(jpeg, jpeg.length - 2, 2);

    long start = System.nanoTime();
    assertThat(refusal(bomb.toByteArray())).contains("scans");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private static int indexOf(byte[] jpeg, byte marker) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == marker) {
        return i;
      }
    }
    throw new AssertionError("no such marker");
  }

  private String refusal(byte[] file) {
    try {
      return "decoded to " + decoder.decode(file).size();
    } catch (ImageException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void assertCheap(byte[] file) {
    refusal(file); // loads the classes
    Supplier<String> decoding = () -> refusal(file);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    String outcome = decoding.get();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes allocated; %s", outcome).isLessThan(MOST_BYTES);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as(outcome)
        .isLessThan(Duration.ofSeconds(10));
  }

  /** A PNG file of RGB pixels; {@code chunk} hides as much as {@link #HIDDEN} if it is named. */
  private static byte[] png(int width, int height, String chunk, byte[] pixels) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    chunk(out, "IHDR", header.toByteArray());
    if (!chunk.isEmpty()) {
      ByteArrayOutputStream hidden = new ByteArrayOutputStream();
      hidden.write(new byte[] {'x', 0, 0});
      hidden.write(deflated(HIDDEN));
      chunk(out, chunk, hidden.toByteArray());
    }
    chunk(out, "IDAT", pixels);
    chunk(out, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeInt((int) crc.getValue());
  }

  /** This many zeros, compressed a thousandfold. */
  private static byte[] deflated(int zeros) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      byte[] part = new byte[1 << 16];
      for (int left = zeros; left > 0; left -= part.length) {
        deflater.write(part, 0, Math.min(left, part.length));
      }
    }
    return packed.toByteArray();
  }
}
