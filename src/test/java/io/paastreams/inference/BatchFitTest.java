package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("engine")
class BatchFitTest {

  private final List<Integer> tried = new ArrayList<>();

  private BatchFit fit(int wanted, long cap, IntToLongFunction need) {
    return BatchFit.search(
        wanted,
        cap,
        images -> {
          tried.add(images);
          return need.applyAsLong(images);
        });
  }

  @ParameterizedTest
  @CsvSource({"8, 1000, 8", "8, 180, 8", "8, 179, 7", "8, 141, 4", "7, 1000, 7", "64, 400, 30"})
  void largestBatch_underTheCap_isFoundWithoutBreakingIt(int wanted, long cap, int largest) {
    BatchFit fit = fit(wanted, cap, images -> 100 + 10 * images);

    assertThat(fit.images()).isEqualTo(largest);
    assertThat(tried).allSatisfy(images -> assertThat(100 + 10 * images).isLessThan((int) cap + 1));
    if (largest == wanted) {
      assertThat(fit.tooMany()).isZero();
    } else {
      assertThat(fit.tooMany()).isEqualTo(largest + 1);
      assertThat(fit.bytes()).isEqualTo(100 + 10 * (largest + 1)).isGreaterThan(cap);
    }
  }

  @Test
  void singleImage_overTheCap_fitsNot() {
    assertThat(fit(8, 109, images -> 100 + 10 * images)).isEqualTo(new BatchFit(0, 1, 110));
    assertThat(tried).containsExactly(1);
  }

  @Test
  void batch_thatTakesMoreThanForeseen_isGivenUp() {
    BatchFit fit = fit(8, 200, images -> images < 4 ? 100 : 250);
    assertThat(fit).isEqualTo(new BatchFit(2, 4, 250));
  }

  @Test
  void need_thatDoesNotRise_lowersNothing() {
    assertThat(fit(1024, 100, images -> 100 - images / 20).images()).isEqualTo(1024);
  }
}
