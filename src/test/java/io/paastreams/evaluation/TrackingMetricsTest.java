package io.paastreams.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.tracking.TimedSequence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compared with TrackEval 1.3.0 on nine handwritten cases and on the output of two other trackers.
 */
final class TrackingMetricsTest {

  private static final double TOLERANCE = 1e-9;

  /** The recorded figures of whole sequences have five decimals. */
  private static final double ROUNDED = 5e-6 + 1e-9;

  @Test
  void casesByHand_equalTrackEval() {
    JsonNode cases = TimedSequence.resource("metrics.json.gz");
    assertThat(cases).hasSize(9);
    for (JsonNode each : cases) {
      List<JudgedFrame> sequence = new ArrayList<>();
      for (JsonNode frame : each.get("frames")) {
        sequence.add(new JudgedFrame(boxes(frame.get("gt")), boxes(frame.get("tracks"))));
      }
      String name = each.get("name").asText();
      HotaCounts hota = HotaCounts.of(Encounters.of(sequence));
      for (int t = 0; t < HotaCounts.THRESHOLDS; t++) {
        JsonNode expected = each.get("per_alpha");
        assertClose(name, hota.hota(t), expected.get("HOTA").get(t));
        assertClose(name, hota.detA(t), expected.get("DetA").get(t));
        assertClose(name, hota.assA(t), expected.get("AssA").get(t));
        assertClose(name, hota.locA(t), expected.get("LocA").get(t));
        assertClose(name, hota.matches().get(t), expected.get("HOTA_TP").get(t));
      }
      TrackingMetrics metrics = TrackingMetrics.of(sequence);
      assertClose(name, metrics.hota(), each.get("mean").get("HOTA"));
      assertClose(name, metrics.detA(), each.get("mean").get("DetA"));
      assertClose(name, metrics.assA(), each.get("mean").get("AssA"));
      assertClose(name, metrics.locA(), each.get("mean").get("LocA"));
      assertClose(name, metrics.idf1(), each.get("identity").get("IDF1"));
      assertClose(name, metrics.idp(), each.get("identity").get("IDP"));
      assertClose(name, metrics.idr(), each.get("identity").get("IDR"));
      assertClose(name, metrics.mota(), each.get("clear").get("MOTA"));
      assertClose(name, metrics.motp(), each.get("clear").get("MOTP"));
      assertClose(name, metrics.idsw(), each.get("clear").get("IDSW"));
      assertClose(name, metrics.misses(), each.get("clear").get("CLR_FN"));
      assertClose(name, metrics.falseBoxes(), each.get("clear").get("CLR_FP"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev-sky01", "dev-sky02", "dev-street1"})
  void wholeSequences_equalTrackEval(String name) {
    JsonNode runs = TimedSequence.resource("ids.json.gz");
    for (TimedSequence sequence : TimedSequence.kept(name)) {
      for (String tracker : List.of("cbiou", "bytetrack")) {
        String run = name + "/" + sequence.timing();
        JsonNode recorded = runs.get(run).get(tracker);
        TrackingMetrics metrics = TrackingMetrics.of(frames(sequence, recorded.get("ids")));

        JsonNode expected = recorded.get("expected");
        assertRounded(run, metrics.hota(), expected.get("HOTA"));
        assertRounded(run, metrics.detA(), expected.get("DetA"));
        assertRounded(run, metrics.assA(), expected.get("AssA"));
        assertRounded(run, metrics.locA(), expected.get("LocA"));
        assertRounded(run, metrics.idf1(), expected.get("IDF1"));
        assertRounded(run, metrics.mota(), expected.get("MOTA"));
        assertThat(metrics.idsw()).as(run).isEqualTo(expected.get("IDSW").asLong());
        assertThat(metrics.misses()).as(run).isEqualTo(expected.get("FN").asLong());
        assertThat(metrics.falseBoxes()).as(run).isEqualTo(expected.get("FP").asLong());
      }
    }
  }

  @Test
  void sequencesTogether_addUpTheirCounts() {
    TrackedBox object = new TrackedBox(1, 0, 0, 10, 10);
    List<JudgedFrame> found = List.of(new JudgedFrame(List.of(object), List.of(object)));
    JudgedFrame missed = new JudgedFrame(List.of(object), List.of());
    List<JudgedFrame> lost = List.of(missed, missed, missed);

    TrackingMetrics metrics = TrackingMetrics.ofAll(List.of(found, lost));

    // One of four boxes is found, and where it is found its identity is perfect.
    assertThat(metrics.mota()).isEqualTo(0.25);
    assertThat(metrics.idf1()).isEqualTo(2.0 / 5);
    assertThat(metrics.detA()).isCloseTo(0.25, within(TOLERANCE));
    assertThat(metrics.assA()).isCloseTo(1, within(TOLERANCE));
    assertThat(metrics.hota()).isCloseTo(0.5, within(TOLERANCE));
  }

  @Test
  void anEmptySequence_hasNeitherHitsNorFaults() {
    TrackingMetrics metrics = TrackingMetrics.of(List.of());
    assertThat(metrics.hota()).isZero();
    assertThat(metrics.mota()).isZero();
    assertThat(metrics.idsw()).isZero();
  }

  @Test
  void anIdTwiceInAFrame_isRefused() {
    TrackedBox box = new TrackedBox(7, 0, 0, 10, 10);
    assertThatThrownBy(() -> new JudgedFrame(List.of(), List.of(box, box)))
        .hasMessage("a frame's tracks have two boxes of id 7: keep one of them");
  }

  private static List<JudgedFrame> frames(TimedSequence sequence, JsonNode ids) {
    List<JudgedFrame> frames = new ArrayList<>();
    for (int k = 0; k < ids.size(); k++) {
      TimedSequence.Frame frame = sequence.frames().get(k);
      List<TrackedBox> tracks = new ArrayList<>();
      for (JsonNode pair : ids.get(k)) {
        double[] row = frame.rows().get(pair.get(0).asInt());
        tracks.add(new TrackedBox(pair.get(1).asLong(), row[0], row[1], row[2], row[3]));
      }
      frames.add(new JudgedFrame(frame.truth(), tracks));
    }
    return frames;
  }

  private static List<TrackedBox> boxes(JsonNode rows) {
    List<TrackedBox> boxes = new ArrayList<>();
    rows.forEach(
        row ->
            boxes.add(
                new TrackedBox(
                    row.get(0).asLong(),
                    row.get(1).asDouble(),
                    row.get(2).asDouble(),
                    row.get(3).asDouble(),
                    row.get(4).asDouble())));
    return boxes;
  }

  private static void assertClose(String name, double actual, JsonNode expected) {
    assertThat(actual).as(name).isCloseTo(expected.asDouble(), within(TOLERANCE));
  }

  private static void assertRounded(String name, double actual, JsonNode expected) {
    assertThat(actual).as(name).isCloseTo(expected.asDouble(), within(ROUNDED));
  }
}
