package io.paastreams.training.assign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.geometry.Box;
import io.paastreams.training.Golden;
import io.paastreams.training.TrainScenario;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Candidates and positives of the recorded scenarios, anchor by anchor. */
@Tag("engine")
final class AssignmentScenarioTest {

  static List<String> scenarios() {
    return TrainScenario.NAMES;
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void assignment_equalsTheReference(String name) {
    TrainScenario scenario = TrainScenario.load(name);
    for (int image = 0; image < scenario.images(); image++) {
      boolean[] valid = scenario.valid(image);
      List<Box> truths = scenario.boxes(image);

      Assignment assignment = new MaxIouAssigner(0.1f).assign(scenario.anchors(), valid, truths);

      int[] expected = scenario.array(image, "assigned_gt_inds_inside").ints();
      float[] overlaps = scenario.array(image, "max_overlaps_inside").floats();
      int next = 0;
      for (int anchor = 0; anchor < valid.length; anchor++) {
        if (valid[anchor]) {
          assertThat(assignment.truthOf()[anchor] + 1).isEqualTo(expected[next]);
          assertThat(assignment.maxOverlap()[anchor]).isEqualTo(overlaps[next]);
          next++;
        } else {
          assertThat(assignment.truthOf()[anchor]).isEqualTo(Assignment.INVALID);
        }
      }
      assertThat(next).isEqualTo(expected.length);
      assertThat(assignment.candidates()).containsExactly(scenario.array(image, "pos_inds").ints());
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void reassignment_equalsTheReference(String name) {
    TrainScenario scenario = TrainScenario.load(name);
    PaaAssigner assigner = new PaaAssigner(scenario.levelSizes(), 9);
    for (int image = 0; image < scenario.images(); image++) {
      int[] labels = scenario.labels(image);
      Assignment candidates =
          new MaxIouAssigner(0.1f)
              .assign(scenario.anchors(), scenario.valid(image), scenario.boxes(image));

      int[] positives =
          assigner.positives(candidates, scenario.array(image, "pos_losses").floats());

      JsonNode fits = scenario.json().get("images").get(image);
      assertThat(positives).hasSize(fits.get("num_pos").asInt());
      int[] byFit = new int[0];
      for (JsonNode fit : fits.get("gmm")) {
        int[] more = Golden.ints(fit.get("positive_inds"));
        int end = byFit.length;
        byFit = Arrays.copyOf(byFit, end + more.length);
        System.arraycopy(more, 0, byFit, end, more.length);
      }
      assertThat(positives).containsExactly(byFit);
      Assignment kept = candidates.keepOnly(positives);
      int[] expected = scenario.array(image, "reassign_labels").ints();
      float[] weights = scenario.array(image, "reassign_label_weights").floats();
      for (int anchor = 0; anchor < expected.length; anchor++) {
        int truth = kept.truthOf()[anchor];
        assertThat(truth >= 0 ? labels[truth] : scenario.classes()).isEqualTo(expected[anchor]);
        assertThat(truth == Assignment.INVALID ? 0f : 1f).isEqualTo(weights[anchor]);
      }
    }
  }
}
