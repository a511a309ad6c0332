package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.model.layer.Range;
import org.junit.jupiter.api.Test;

/** Which share of the values each method keeps. */
class RangeMethodTest {

  private static final Range ALL = new Range(-10, 30);

  /** A million values between 0 and 2, one at each end. */
  private static Histogram rareEnds() {
    double[] counts = new double[400];
    for (int bin = 100; bin < 120; bin++) {
      counts[bin] = 50_000;
    }
    counts[0] = 1;
    counts[399] = 1;
    return new Histogram(ALL, counts);
  }

  @Test
  void minmax_keepsAll() {
    assertThat(RangeMethod.MINMAX.range(rareEnds())).isEqualTo(ALL);
  }

  @Test
  void percentile_cutsWhatIsRare() {
    Range range = RangeMethod.PERCENTILE.range(rareEnds());
    assertThat(range.min()).isCloseTo(0, within(0.01f));
    assertThat(range.max()).isCloseTo(2, within(0.01f));
  }

  @Test
  void percentile_keepsEndsThatAreNotRare() {
    double[] counts = {1, 0, 1};
    assertThat(RangeMethod.PERCENTILE.range(new Histogram(ALL, counts))).isEqualTo(ALL);
  }

  @Test
  void mse_weighsWhatIsCutOffAgainstFinerSteps() {
    // One in ten million loses 28 squared; the others gain from a step smaller than 40/255.
    double[] counts = rareEnds().counts();
    for (int bin = 100; bin < 120; bin++) {
      counts[bin] *= 1000;
    }
    Range rare = RangeMethod.MSE.range(new Histogram(ALL, counts));
    assertThat(rare.max()).isLessThan(29);
    counts[399] = 1e9;
    assertThat(RangeMethod.MSE.range(new Histogram(ALL, counts)).max()).isCloseTo(30, within(0.5f));
  }
}
