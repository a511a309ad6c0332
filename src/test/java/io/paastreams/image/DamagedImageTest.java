package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * However a file is damaged, it yields an image of its header's size or a refusal with a reason.
 */
class DamagedImageTest {

  private static final ImageDecoder DECODER =
      new ImageDecoder(new ImageLimits(1 << 20, 1 << 20, 4096));

  @Property(tries = 500)
  void jpegWithAChangedByte_isDecodedOrRefused(
      @ForAll @IntRange(min = 0, max = 800) int at, @ForAll byte value) throws IOException {
    decodeChanged("ycbcr_420.jpg", at, value);
  }

  @Property(tries = 500)
  void progressiveJpegWithAChangedByte_isDecodedOrRefused(
      @ForAll @IntRange(min = 0, max = 800) int at, @ForAll byte value) throws IOException {
    decodeChanged("progressive.jpg", at, value);
  }

  @Property(tries = 500)
  void orientedJpegWithAChangedByte_isDecodedOrRefused(
      @ForAll @IntRange(min = 0, max = 120) int at, @ForAll byte value) throws IOException {
    decodeChanged("exif_6.jpg", at, value);
  }

  @Property(tries = 500)
  void pngWithAChangedByte_isDecodedOrRefused(
      @ForAll @IntRange(min = 0, max = 800) int at, @ForAll byte value) throws IOException {
    decodeChanged("palette_4.png", at, value);
  }

  private static void decodeChanged(String name, int at, byte value) throws IOException {
    byte[] file = ImageDecoderTest.resource(name);
    file[at % file.length] = value;
    try {
      RgbImage image = DECODER.decode(file);
      assertThat(image.size()).isEqualTo(DECODER.size(file));
    } catch (ImageException refusal) {
      assertThat(refusal).hasMessageMatching("(?s).{10,}");
    }
  }
}
