package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paastreams.geometry.Size;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessorTest {

  @Test
  void anImageOfTheRightSize_isNotCopied() {
    RgbImage image = new RgbImage(new Size(320, 256), new byte[3 * 320 * 256]);

    PreparedImage prepared = new Preprocessor(320, 256, 32).prepare(image);

    assertThat(prepared.image()).isSameAs(image);
    assertThat(prepared.scaleX()).isEqualTo(1f);
  }

  @Test
  void theOrderOfTheScalesNumbers_doesNotMatter() {
    assertThat(Preprocessor.ofScale(new Size(800, 1333), 32))
        .isEqualTo(Preprocessor.ofScale(new Size(1333, 800), 32));
  }

  @Test
  void aSliver_keepsAPixel() {
    RgbImage sliver = new RgbImage(new Size(5000, 1), new byte[15_000]);

    PreparedImage prepared = new Preprocessor(1333, 800, 32).prepare(sliver);

    assertThat(prepared.image().size()).isEqualTo(new Size(1333, 1));
    assertThat(prepared.padded()).isEqualTo(new Size(1344, 32));
    assertThat(prepared.scaleY()).isEqualTo(1f);
  }

  @Test
  void sidesInTheWrongOrder_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preprocessor(800, 1333, 32))
        .withMessageContaining("long 800, short 1333");
  }

  @Test
  void padding_isZeroWhateverTheArrayHeldBefore() {
    RgbImage white = new RgbImage(new Size(2, 1), new byte[] {-1, -1, -1, -1, -1, -1});
    PreparedImage prepared = new PreparedImage(white, new Size(3, 2), white.size(), 1, 1);
    Normalization normalization =
        new Normalization(List.of(55f, 155f, 205f), List.of(100f, 100f, 100f));
    float[] tensor = new float[1 + 18];
    Arrays.fill(tensor, 9);

    normalization.toTensor(prepared, tensor, 1);

    assertThat(tensor)
        .containsExactly(9, 2, 2, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0.5f, 0.5f, 0, 0, 0, 0);
  }

  @Test
  void aZeroDeviation_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalization(List.of(0f, 0f, 0f), List.of(1f, 0f, 1f)));
  }
}
