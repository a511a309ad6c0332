package io.paastreams.training.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.training.Golden;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("engine")
final class GaussianMixtureTest {

  @TestFactory
  Stream<DynamicTest> equalsScikitLearn() {
    return StreamSupport.stream(Golden.json("train/gmm/gmm.json").spliterator(), false)
        .filter(test -> test.get("covariance_type").asText().equals("diag"))
        .filter(test -> !test.get("error").asBoolean())
        .map(test -> DynamicTest.dynamicTest(test.get("name").asText(), () -> compare(test)));
  }

  private static void compare(JsonNode expected) {
    float[] samples = Golden.floats(expected.get("X"));

    GaussianMixture mixture = GaussianMixture.fit(samples);

    assertThat(mixture.iterations()).isEqualTo(expected.get("n_iter").asInt());
    assertThat(mixture.converged()).isEqualTo(expected.get("converged").asBoolean());
    assertClose(mixture.means(), expected.get("means"));
    assertClose(mixture.variances(), expected.get("covariances"));
    assertClose(mixture.weights(), expected.get("weights"));
    assertThat(mixture.lowerBound())
        .isCloseTo(expected.get("lower_bound").asDouble(), within(1e-8));
    boolean[] low = mixture.isLow(samples);
    int[] assignment = Golden.ints(expected.get("assignment"));
    for (int i = 0; i < samples.length; i++) {
      assertThat(low[i]).as("sample %d", i).isEqualTo(assignment[i] == 0);
    }
    JsonNode gap = expected.get("score_gap_top2");
    boolean tied = gap.isNumber() && gap.asDouble() == 0;
    if (!tied) {
      assertThat(PaaAssigner.separate(samples))
          .containsExactly(Golden.ints(expected.get("positives")));
    }
  }

  private static void assertClose(double[] actual, JsonNode expected) {
    double[] values = Golden.doubles(expected);
    for (int k = 0; k < 2; k++) {
      assertThat(actual[k]).isCloseTo(values[k], within(1e-8 * Math.max(1, Math.abs(values[k]))));
    }
  }

  @Test
  void fit_squaresThatCancel_startsAgainWithExactOnes() {
    for (JsonNode test : Golden.json("train/gmm/gmm.json")) {
      if (test.get("error").asBoolean()) {
        float[] samples = Golden.floats(test.get("X"));

        GaussianMixture mixture = GaussianMixture.fit(samples);

        assertThat(mixture.exactSquares()).isTrue();
        assertThat(mixture.variances()[0]).isPositive();
        assertThat(mixture.variances()[1]).isPositive();
        assertThat(mixture.logLikelihoods(samples)).doesNotContain(Double.NaN);
      }
    }
  }
}
