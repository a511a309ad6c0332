package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.model.layer.Range;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of ranges: round trip and refusals. */
class RangesYamlTest {

  private static ActivationRanges ranges() {
    Map<String, Range> byPlace = new LinkedHashMap<>();
    byPlace.put("neck.fpn_convs", new Range(-1.25e-7f, 3.5f));
    byPlace.put("image", new Range(-2, 2));
    return new ActivationRanges("ab".repeat(32), RangeMethod.MSE, 7, byPlace, null);
  }

  @Test
  void whatIsWritten_readsBackEqual() throws ModelFormatException {
    assertThat(RangesYaml.read(RangesYaml.write(ranges()), "page")).isEqualTo(ranges());
    ActivationRanges judged =
        ranges().withAccuracy(new ActivationRanges.Accuracy(204, 0.4557, 0.4541, 0.8981, 0.8967));
    assertThat(RangesYaml.read(RangesYaml.write(judged), "page")).isEqualTo(judged);
    assertThat(judged.byPlace().keySet()).containsExactly("neck.fpn_convs", "image");
  }

  @ParameterizedTest
  @CsvSource({
    "'  image: [-2.0, 2.0]', '  image: [2.0, -2.0]', 'not a range: from 2.0 to -2.0'",
    "'  image: [-2.0, 2.0]', '  image: [2.0]', 'the range of image is not two numbers'",
    "'  image: [-2.0, 2.0]', '  image: [1e99, 2.0]', 'not a range'",
    "'  image: [-2.0, 2.0]', '  image: [ , 2.0]', 'page'",
    "'  image: [-2.0, 2.0]', '  image:', 'page'",
    "'method: mse', 'method: guess', 'guess'",
    "'images: 7', '', 'images'",
    "'images: 7', 'images: 7\ncolour: 7', 'colour'",
    "'weights:', 'ranges: {}\nweights:', 'ranges'"
  })
  void wrongPage_isRefusedWithItsNameAndTheRemedy(String from, String to, String said) {
    String page = RangesYaml.write(ranges());
    assertThat(page).contains(from);
    assertThatThrownBy(() -> RangesYaml.read(page.replace(from, to), "page"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("page is not a file of ranges")
        .hasMessageContaining(said)
        .hasMessageContaining("quantize");
  }

  @Test
  void accuracyIsKept_downToTheTolerance() {
    assertThat(new ActivationRanges.Accuracy(1, 0.5, 0.4971, 0.8, 0.7).isKept()).isTrue();
    assertThat(new ActivationRanges.Accuracy(1, 0.5, 0.4969, 0.8, 0.8).isKept()).isFalse();
  }
}
