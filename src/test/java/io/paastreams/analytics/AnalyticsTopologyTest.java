package io.paastreams.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.detection.Detection;
import io.paastreams.event.Alert;
import io.paastreams.event.CountWindow.ClosedBy;
import io.paastreams.event.DeadLetter;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.ObjectEvent;
import io.paastreams.event.ObjectEvent.Kind;
import io.paastreams.event.TrackedFrame;
import io.paastreams.geometry.Box;
import io.paastreams.streams.Guarantee;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the application adds to the pure functions. */
final class AnalyticsTopologyTest {

  @ParameterizedTest
  @EnumSource
  void everyRecordOfThePureFunctions_liesOnItsTopicUnderItsKey(Guarantee guarantee) {
    Film film = new Film("gate").walk(60, 400, 560, 400, 40).empty(30);
    try (AnalyticsFixture app = new AnalyticsFixture(guarantee)) {
      app.pipe(film);

      Run run = Run.of(film);
      assertThat(app.tracks.readKeyValuesToList())
          .allSatisfy(record -> assertThat(record.key).isEqualTo("gate"))
          .extracting(record -> record.value)
          .isEqualTo(run.tracks);
      assertThat(app.events.readValuesToList()).isEqualTo(run.events);
      assertThat(app.counts.readValuesToList()).isEqualTo(run.counts);
      assertThat(app.scenes.readValuesToList()).isEqualTo(run.scenes);
      assertThat(app.alerts.readKeyValuesToList())
          .allSatisfy(record -> assertThat(record.key).isEqualTo(record.value.alertId().toString()))
          .extracting(record -> record.value)
          .isEqualTo(run.alerts)
          .isNotEmpty();
      assertThat(app.deadLetters.isEmpty()).isTrue();
    }
  }

  /**
   * An instance skipped frame 12, detected the next three and was killed before that was committed.
   * Its successor reads them again: it detects frame 12, and its detector fails on frame 14. So the
   * records of detections are 10, 11, 13, 14, 15, and then 12, 13, 15, 16 and so on.
   */
  @Test
  void aFrameThatEndsElsewhereWhenItIsReadAgain_isARepetition_andTheOthersAreTrackedOnce() {
    List<DetectedFrame> film = new Film("gate").walk(60, 400, 560, 400, 40).empty(30).frames();
    List<DetectedFrame> first = new ArrayList<>(film.subList(0, 16));
    first.remove(12);
    List<DetectedFrame> again = new ArrayList<>(film.subList(12, film.size()));
    again.remove(2);
    List<DetectedFrame> firstAndOnce = new ArrayList<>(first);
    firstAndOnce.addAll(film.subList(16, film.size()));
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.AT_LEAST_ONCE);
        AnalyticsFixture undisturbed = new AnalyticsFixture(Guarantee.AT_LEAST_ONCE)) {
      first.forEach(app::pipe);
      again.forEach(app::pipe);
      firstAndOnce.forEach(undisturbed::pipe);

      assertThat(app.verdicts.subList(15, 18)).containsOnly(Verdict.REPEATED);
      assertThat(app.verdicts.stream().filter(Verdict.TRACKED::equals)).hasSameSizeAs(firstAndOnce);
      assertThat(app.deadLetters.isEmpty()).isTrue();
      assertThat(app.drain()).isEqualTo(undisturbed.drain()).isNotEmpty();
    }
  }

  @Test
  void theTraceOfAFrame_isCarriedOn_underAnEventOfItsOwn() {
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.AT_LEAST_ONCE)) {
      RecordHeaders headers = new RecordHeaders();
      String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      headers.add("traceparent", trace.getBytes(StandardCharsets.UTF_8));
      app.pipe(new Film("gate").frame(Film.person(60, 400)).last(), headers);

      TestRecord<String, ObjectEvent> record = app.events.readRecord();
      assertThat(DeadLetter.text(record.headers(), "traceparent"))
          .hasValueSatisfying(
              child ->
                  assertThat(child)
                      .matches(trace.substring(0, 36) + "[0-9a-f]{16}-01")
                      .isNotEqualTo(trace));
      assertThat(DeadLetter.text(record.headers(), "ce_id"))
          .contains(record.value().eventId().toString());
      assertThat(record.headers().headers("ce_id")).hasSize(1);
    }
  }

  @Test
  void oneCamerasClock_changesNothingOfAnothers() {
    Film steady = new Film("steady").walk(60, 400, 560, 400, 40).empty(30);
    Film wild =
        new Film("wild")
            .walk(60, 400, 300, 400, 20)
            .clockAhead(Duration.ofHours(2))
            .walk(60, 400, 300, 400, 20)
            .clockAhead(Duration.ofHours(-3))
            .walk(60, 400, 300, 400, 20);
    List<Object> alone;
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      app.pipe(steady);
      alone = app.drain();
    }
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      for (int i = 0; i < steady.frames().size(); i++) {
        app.pipe(steady.frames().get(i));
        if (i < wild.frames().size()) {
          app.pipe(wild.frames().get(i));
        }
      }
      List<Object> together = app.drain();
      assertThat(together.stream().filter(record -> isOf("steady", record))).isEqualTo(alone);
    }
  }

  private static boolean isOf(String camera, Object record) {
    return record.toString().contains("cameraId=" + camera + ",");
  }

  @Test
  void whatCannotBeProcessed_isADeadLetterWithItsBytes_andTheNextRecordIsProcessed() {
    Film film = new Film("gate").frame(Film.person(60, 400));
    DetectedFrame unusable = film.frame(new Detection(new Box(Float.NaN, 1, 2, 3), 0, 0.9f)).last();
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      byte[] noAvro = "no Avro".getBytes(StandardCharsets.UTF_8);
      app.pipe("gate", noAvro);
      app.pipe("gate", null);
      app.pipe(unusable);
      app.pipe(film.frames().get(0));

      assertThat(app.deadLetterReasons)
          .containsExactly("unreadable-record", "no-value", "unusable-detections");
      TestRecord<byte[], byte[]> letter = app.deadLetters.readRecord();
      assertThat(letter.value()).isEqualTo(noAvro);
      assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo("gate");
      assertThat(DeadLetter.reason(letter.headers())).isEqualTo("unreadable-record");
      assertThat(DeadLetter.text(letter.headers(), DeadLetter.TOPIC)).contains("detections.v1");
      assertThat(app.tracks.readValuesToList()).hasSize(1);
    }
  }

  @Test
  void aStateThatCannotBeRead_isDeadLettered_andTheCameraStartsAfresh() {
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      byte[] fromTheFuture = {1, 0, 2, 9, 9, 0};
      app.store().put("gate", fromTheFuture);
      app.pipe(new Film("gate").walk(60, 400, 560, 400, 40));

      assertThat(app.deadLetterReasons).containsExactly("unreadable-state");
      assertThat(app.deadLetters.readRecord().value()).isEqualTo(fromTheFuture);
      assertThat(app.verdicts).hasSize(41).containsOnly(Verdict.TRACKED);
    }
  }

  @Test
  void aResultThatItsTopicRefuses_isADeadLetter() {
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      app.limits.topicTakes("tracks.v1", 700);
      app.pipe(new Film("gate").frame().frame(Film.person(60, 400), Film.person(300, 400)));

      assertThat(app.deadLetterReasons).containsExactly("result-too-large");
      assertThat(app.tracks.readValuesToList()).hasSize(1);
      assertThat(app.events.isEmpty()).isTrue();
    }
  }

  @Test
  void newRules_applyToTheNextRecord() {
    Film film = new Film("gate").walk(60, 400, 300, 400, 20);
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      app.pipe(film);
      String before = app.rules.rules().version();
      app.rules.replace(AnalyticsFixture.parse("cameras: {gate: {zones: {}}}\n"));
      app.pipe(film.frame(Film.person(310, 400)).last());

      List<TrackedFrame> tracks = app.tracks.readValuesToList();
      assertThat(tracks.subList(0, 21)).extracting(TrackedFrame::rulesVersion).containsOnly(before);
      assertThat(tracks.get(21).rulesVersion())
          .isEqualTo(app.rules.rules().version())
          .isNotEqualTo(before);
      assertThat(tracks.get(21).objects()).hasSize(1);
    }
  }

  @Test
  void aCameraThatFallsSilent_isClosedByTheWallClock_once() {
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      app.pipe(new Film("gate").walk(60, 400, 560, 400, 40));
      app.pass(Duration.ofSeconds(29));
      assertThat(app.events.readValuesToList()).extracting(ObjectEvent::kind).contains(Kind.NEW);
      assertThat(app.counts.isEmpty()).isTrue();

      app.pass(Duration.ofSeconds(120));

      assertThat(app.events.readValuesToList())
          .extracting(ObjectEvent::kind)
          .containsExactly(Kind.ENDED);
      assertThat(app.counts.readValuesToList())
          .isNotEmpty()
          .anyMatch(count -> count.closedBy() == ClosedBy.SILENCE);
    }
  }

  @Test
  void silence_isThreeDifferentThings() {
    String dark =
        """
        rules:
          dark: {when: silent, for: 5s}
        """;
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      app.rules.replace(AnalyticsFixture.parse(dark));
      app.pipe(new Film("overloaded").frame().last());
      app.pipe(new Film("dead").frame().last());
      for (int second = 0; second < 8; second++) {
        app.pass(Duration.ofSeconds(1));
        app.skip("overloaded");
      }

      List<Alert> alerts = app.alerts.readValuesToList();
      assertThat(alerts).hasSize(2).allMatch(alert -> alert.state() == Alert.State.RAISED);
      assertThat(texts(alerts, "dead"))
          .hasSize(1)
          .doesNotContainAnyElementsOf(texts(alerts, "overloaded"));

      app.pipe(new Film("dead").pause(Duration.ofSeconds(8)).frame().frame().last());
      app.pass(Duration.ofSeconds(1));
      assertThat(app.alerts.readValuesToList())
          .anyMatch(
              alert -> alert.cameraId().equals("dead") && alert.state() == Alert.State.CLEARED);
    }
  }

  @Test
  void aDetectorThatIsDown_isNotTakenForSilentCameras() {
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      app.rules.replace(
          AnalyticsFixture.parse("rules: {dark: {when: silent, for: 5s, severity: high}}"));
      app.pipe(new Film("gate").frame().last());
      app.pass(Duration.ofSeconds(1));
      app.pipe(new Film("yard").frame().last());
      app.pass(Duration.ofSeconds(8));

      assertThat(app.alerts.readValuesToList())
          .hasSize(2)
          .allSatisfy(
              alert -> {
                assertThat(alert.state()).isEqualTo(Alert.State.RAISED);
                assertThat(alert.text()).contains("nor from any other").contains("detector");
              });
    }
  }

  private static List<String> texts(List<Alert> alerts, String camera) {
    return alerts.stream()
        .filter(alert -> alert.cameraId().equals(camera))
        .map(alert -> alert.text().replace(camera, ""))
        .toList();
  }

  @Test
  void theTopology_namesAllItsTopics() {
    try (AnalyticsFixture app = new AnalyticsFixture(Guarantee.EXACTLY_ONCE)) {
      String shape = AnalyticsApplication.describe(app.topics);
      assertThat(
              Stream.of(
                  "detections.v1",
                  "frames.skipped.v1",
                  "tracks.v1",
                  "events.v1",
                  "counts.v1",
                  "alerts.v1",
                  "scene.v1",
                  "analytics.dlq.v1",
                  "camera-states"))
          .allMatch(shape::contains);
    }
  }
}
