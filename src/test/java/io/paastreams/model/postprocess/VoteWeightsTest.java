package io.paastreams.model.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoteWeightsTest {

  /** exp(-(1 - IoU)^2 / sigma), worked out by hand. */
  @ParameterizedTest
  @CsvSource({
    "0.025, 1.0, 1.0",
    "0.025, 0.9, 0.670320046",
    "0.025, 0.5, 0.0000453999",
    "0.05, 0.9, 0.818730753",
    "0.5, 0.5, 0.606530660",
  })
  void aVote_weighsLessTheLessItOverlaps(float sigma, float iou, double weight) {
    assertThat(new VoteWeights(sigma).of(iou)).isCloseTo(weight, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"0.025, 0.2", "0.01, 0.494", "0.1, 0.01"})
  void aCandidateWithLessOverlap_needNotVote(float sigma, float leastIou) {
    VoteWeights weights = new VoteWeights(sigma);

    assertThat(weights.leastIou()).isCloseTo(leastIou, within(1e-4f));
    if (leastIou > 0.01f) {
      assertThat(weights.of(leastIou)).isLessThan(1e-10);
    }
  }
}
