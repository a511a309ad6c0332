package io.paastreams.analytics;

import static io.paastreams.analytics.CameraAnalytics.Verdict.LATE;
import static io.paastreams.analytics.CameraAnalytics.Verdict.QUARANTINED;
import static io.paastreams.analytics.CameraAnalytics.Verdict.REPEATED;
import static io.paastreams.analytics.CameraAnalytics.Verdict.TRACKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paastreams.detection.Detection;
import io.paastreams.event.Alert;
import io.paastreams.event.CountWindow;
import io.paastreams.event.CountWindow.ClosedBy;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.ObjectEvent;
import io.paastreams.event.ObjectEvent.Kind;
import io.paastreams.event.SceneObject;
import io.paastreams.event.TrackedFrame;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CameraAnalyticsTest {

  @Test
  void aWalkThroughTheYard_isReportedFromNewToEnded() {
    Run run = Run.of(new Film("gate").walk(60, 400, 560, 400, 40).empty(30));

    assertThat(run.kinds().stream().filter(kind -> kind != Kind.UPDATE))
        .containsExactly(Kind.NEW, Kind.CROSSED, Kind.ENTERED, Kind.ENDED);
    assertThat(run.tracks).hasSize(run.verdicts.size()).noneMatch(TrackedFrame::late);
    assertThat(run.events).extracting(ObjectEvent::number).containsExactly(numbers(run));
    assertThat(trackIds(run)).hasSize(1);
    assertThat(run.alerts)
        .extracting(Alert::state)
        .containsExactly(Alert.State.RAISED, Alert.State.CLEARED);
    assertThat(run.events.get(1).rulesVersion()).isEqualTo(run.tracks.get(0).rulesVersion());
  }

  private static Integer[] numbers(Run run) {
    return java.util.stream.IntStream.range(0, run.events.size()).boxed().toArray(Integer[]::new);
  }

  private static Set<UUID> trackIds(Run run) {
    return run.tracks.stream()
        .flatMap(frame -> frame.objects().stream())
        .map(SceneObject::trackId)
        .collect(Collectors.toSet());
  }

  @Test
  void aRepeatedFrame_givesNothing() {
    Film film = new Film("gate").walk(60, 400, 560, 400, 40);
    Run run = Run.of(film);
    int before = run.all().size();
    CameraState state = run.state();

    for (DetectedFrame frame : film.frames().subList(20, 41)) {
      run.judge(frame);
    }

    assertThat(run.all()).hasSize(before);
    assertThat(run.state()).isEqualTo(state);
    assertThat(run.verdicts.subList(41, 62)).containsOnly(REPEATED);
  }

  @Test
  void aLateFrame_isPublishedWithoutObjects_andChangesNothing() {
    Film without = new Film("gate").walk(60, 400, 560, 400, 40).empty(30);
    Film with = new Film("gate").walk(60, 400, 560, 400, 40);
    DetectedFrame late =
        with.at(
            0, 5_000, Film.NOON.plusSeconds(1), Film.NOON.plusSeconds(5), Film.person(500, 400));

    Run expected = Run.of(without);
    Run run = Run.of(with);
    run.judge(late);
    without.frames().subList(41, 71).stream()
        .map(
            frame ->
                with.at(0, 5_001 + frame.sequence(), frame.captureTime(), frame.detectionTime()))
        .forEach(run::judge);

    assertThat(run.verdicts.get(41)).isEqualTo(LATE);
    TrackedFrame published = run.tracks.get(41);
    assertThat(published.late()).isTrue();
    assertThat(published.objects()).isEmpty();
    assertThat(published.detectionId()).isEqualTo(late.detectionId());
    assertThat(run.kinds()).isEqualTo(expected.kinds());
    assertThat(run.events).extracting(ObjectEvent::trackId).containsOnlyElementsOf(trackIds(run));
  }

  @Test
  void whatIsALittleOlder_isTracked() {
    Film film = new Film("gate").walk(60, 400, 560, 400, 40);
    film.late(Duration.ofMillis(600), Film.person(560, 400));
    assertThat(Run.of(film).verdicts).containsOnly(TRACKED);
  }

  @Test
  void aClockTwoHoursAhead_isQuarantined_andForgotten() {
    Film film = new Film("gate").walk(60, 400, 300, 400, 20);
    film.clockAhead(Duration.ofHours(2)).walk(300, 400, 320, 400, 3);
    film.clockAhead(Duration.ZERO).walk(320, 400, 560, 400, 20).empty(30);

    Run run = Run.of(film);

    assertThat(run.verdicts.subList(21, 25)).containsOnly(QUARANTINED);
    assertThat(run.tracks.subList(21, 25)).allMatch(TrackedFrame::late);
    assertThat(run.tracks).hasSize(film.frames().size());
    assertThat(trackIds(run)).hasSize(1);
    assertThat(run.kinds()).containsOnlyOnce(Kind.NEW, Kind.ENDED);

    run.judge(film.frames().get(22));
    assertThat(run.verdicts.get(run.verdicts.size() - 1)).isEqualTo(REPEATED);
  }

  @Test
  void aClockThatIsSetBack_startsAfresh_insteadOfBeingLateForAnHour() {
    Film film = new Film("gate").walk(60, 400, 560, 400, 40);
    film.clockAhead(Duration.ofHours(-1)).walk(60, 400, 560, 400, 150).empty(30);

    Run run = Run.of(film);

    assertThat(run.verdicts.subList(41, 140)).containsOnly(LATE);
    assertThat(run.verdicts.subList(150, run.verdicts.size())).containsOnly(TRACKED);
    assertThat(run.kinds().stream().filter(kind -> kind == Kind.NEW)).hasSize(2);
    assertThat(run.kinds().stream().filter(kind -> kind == Kind.ENDED)).hasSize(2);
    assertThat(run.alerts.stream().filter(alert -> alert.state() == Alert.State.RAISED))
        .hasSameSizeAs(
            run.alerts.stream().filter(alert -> alert.state() == Alert.State.CLEARED).toList());
    assertThat(run.tracks).hasSize(film.frames().size());
  }

  @Test
  void anHourOfReplayedFramesAmongNewOnes_isLateAndNothingElse() {
    Film film = new Film("gate");
    for (int i = 0; i < 300; i++) {
      film.frame(Film.person(60 + i, 400)).late(Duration.ofHours(1), Film.person(300, 200));
    }
    Run run = Run.of(film);
    assertThat(trackIds(run)).hasSize(1);
    assertThat(run.verdicts.stream().filter(LATE::equals)).hasSize(300);
  }

  @Test
  void aRecreatedFramesTopic_isNotARepetition() {
    Film film = new Film("gate").walk(60, 400, 300, 400, 20);
    film.partition(0).walk(300, 400, 560, 400, 20); // offsets begin again
    assertThat(Run.of(film).verdicts).containsOnly(TRACKED);
  }

  @Test
  void aCameraThatMovesToAnotherPartition_keepsItsTracks() {
    Film film = new Film("gate").walk(60, 400, 300, 400, 20);
    List<DetectedFrame> before = film.frames();
    film.partition(5).walk(300, 400, 560, 400, 20).empty(30);
    Run run = Run.of(film);
    assertThat(run.verdicts).containsOnly(TRACKED);
    assertThat(trackIds(run)).hasSize(1);

    before.forEach(run::judge);
    assertThat(run.verdicts.subList(film.frames().size(), run.verdicts.size()))
        .as("repetitions of the old partition")
        .containsOnly(REPEATED);
  }

  @Test
  void anotherFrameSize_isTheSameView() {
    Film film = new Film("gate").walk(60, 400, 300, 400, 20);
    film.size(new Size(320, 240));
    for (int i = 1; i <= 20; i++) {
      double x = (300 + i * 12) / 2.0;
      film.frame(new Detection(new Box((float) x - 10, 160, (float) x + 10, 200), 0, 0.9f));
    }
    Run run = Run.of(film.empty(30));
    assertThat(trackIds(run)).hasSize(1);
    assertThat(run.kinds()).contains(Kind.ENTERED);
  }

  @Test
  void aCameraWithoutAClock_isTrackedByTheClockItHas() {
    Film film = new Film("gate");
    film.clockAhead(Duration.between(Film.NOON, Instant.EPOCH));
    Run run = Run.of(film.walk(60, 400, 560, 400, 40).empty(30));
    assertThat(run.verdicts).containsOnly(TRACKED);
    assertThat(run.kinds()).containsOnlyOnce(Kind.NEW, Kind.ENDED);
  }

  @Test
  void aJumpFrom1970ToToday_closesOneWindowAndNotMillions() {
    Film film = new Film("gate");
    film.clockAhead(Duration.between(Film.NOON, Instant.EPOCH)).walk(60, 400, 560, 400, 40);
    film.clockAhead(Duration.ZERO).walk(60, 400, 560, 400, 40);
    Run run = Run.of(film);
    assertThat(run.verdicts).containsOnly(TRACKED);
    assertThat(run.counts).hasSizeLessThan(20);
    assertThat(run.kinds().stream().filter(kind -> kind == Kind.ENDED)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void boxesThatAreNoNumbers_areRefused(float side) {
    Film film = new Film("gate").frame(new Detection(new Box(side, 1, 2, 3), 0, 0.9f));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Run.of(film))
        .withMessageContaining("no box");
  }

  @Test
  void boxesTurnedInsideOut_andScoresThatAreNone_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Run.of(new Film("g").frame(new Detection(new Box(9, 1, 2, 3), 0, 0.9f))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Run.of(new Film("g").frame(new Detection(new Box(1, 1, 2, 3), 0, 1.5f))));
  }

  @Test
  void silence_endsObjectsAndClosesTheWindow() {
    Run run = Run.of(new Film("gate").walk(60, 400, 560, 400, 40));
    assertThat(run.state().isOpen()).isTrue();

    run.silence();

    assertThat(run.state().isOpen()).isFalse();
    assertThat(run.kinds()).containsOnlyOnce(Kind.NEW, Kind.ENDED);
    assertThat(run.events.get(run.events.size() - 1).detectionId()).isNull();
    assertThat(run.counts).isNotEmpty();
    assertThat(run.counts.get(run.counts.size() - 1).closedBy()).isEqualTo(ClosedBy.SILENCE);
    assertThat(run.scenes.get(run.scenes.size() - 1).objects()).isEmpty();
  }

  @Test
  void framesThatWereHeldUp_areTrackedAfterTheSilence_andNoWindowIsPublishedTwice() {
    Film film = new Film("gate").walk(60, 400, 300, 400, 20);
    Run run = Run.of(film);
    run.silence();
    int judged = film.frames().size();
    film.walk(300, 400, 560, 400, 20).empty(30).walk(60, 400, 560, 400, 400);
    film.frames().subList(judged, film.frames().size()).forEach(run::judge);

    assertThat(run.verdicts).doesNotContain(LATE, QUARANTINED, REPEATED);
    assertThat(run.tracks.get(judged + 3).objects()).hasSize(1);
    assertThat(run.counts).extracting(CountWindow::windowId).doesNotHaveDuplicates();
    assertThat(run.kinds().stream().filter(kind -> kind == Kind.ENDED).count())
        .isEqualTo(run.kinds().stream().filter(kind -> kind == Kind.NEW).count() - 1);
  }

  @Test
  void scenes_comeOnceASecondAndOnlyIfSomethingChanged() {
    Run run = Run.of(new Film("gate").walk(60, 400, 560, 400, 50).empty(100));
    for (int i = 1; i < run.scenes.size(); i++) {
      assertThat(
              Duration.between(
                  run.scenes.get(i - 1).captureTime(), run.scenes.get(i).captureTime()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
    assertThat(run.scenes).hasSizeBetween(6, 10);
    assertThat(run.scenes.get(run.scenes.size() - 1).objects()).isEmpty();
  }

  @Test
  void theSameFrames_giveTheSameRecords() {
    Film film = new Film("gate").walk(60, 400, 560, 400, 40).empty(30).walk(400, 100, 500, 470, 30);
    assertThat(Run.of(film).all()).isEqualTo(Run.of(film).all());
  }
}
