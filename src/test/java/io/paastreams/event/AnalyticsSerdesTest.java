package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.DateTimes;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The records of analytics, through Avro and back. */
class AnalyticsSerdesTest {

  private final EventSerdes serdes = InMemorySchemaRegistry.serdes();

  @Property(tries = 100)
  void everyTrackedFrame_comesBackAsItWas(@ForAll("trackedFrames") TrackedFrame frame) {
    assertThat(roundTrip(TopicKind.TRACKS, frame)).isEqualTo(frame);
  }

  @Property(tries = 200)
  void everyObjectEvent_comesBackAsItWas(@ForAll("objectEvents") ObjectEvent event) {
    assertThat(roundTrip(TopicKind.EVENTS, event)).isEqualTo(event);
  }

  @Property(tries = 100)
  void everyCountWindow_comesBackAsItWas(@ForAll("countWindows") CountWindow window) {
    assertThat(roundTrip(TopicKind.COUNTS, window)).isEqualTo(window);
  }

  @Property(tries = 200)
  void everyAlert_comesBackAsItWas(@ForAll("alerts") Alert alert) {
    assertThat(roundTrip(TopicKind.ALERTS, alert)).isEqualTo(alert);
  }

  @Property(tries = 100)
  void everyScene_comesBackAsItWas(@ForAll("scenes") Scene scene) {
    assertThat(roundTrip(TopicKind.SCENE, scene)).isEqualTo(scene);
  }

  @Property(tries = 100)
  void everyRuleSet_comesBackAsItWas(@ForAll String yaml, @ForAll String by) {
    RuleSet rules = RuleSet.of(yaml, Instant.EPOCH.plusSeconds(yaml.length()), by);

    assertThat(roundTrip(TopicKind.RULES, rules)).isEqualTo(rules);
  }

  @Property(tries = 300)
  void everyDuration_comesBackAsItWas(@ForAll("durations") Duration duration) {
    assertThat(Seconds.parse(Seconds.of(duration))).isEqualTo(duration);
  }

  @Test
  void whatIsNoNumberOfSeconds_isRefused() {
    for (double each : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e300}) {
      assertThatThrownBy(() -> Seconds.parse(each))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not a number of seconds");
    }
  }

  /** The same text has the same version everywhere: {@code sha256sum} shows it. */
  @Test
  void theVersionOfRules_isTheHeadOfTheirHash() {
    assertThat(RuleSet.versionOf("")).isEqualTo("e3b0c44298fc");
    assertThat(RuleSet.versionOf("a")).isEqualTo("ca978112ca1b");
  }

  private <V> V roundTrip(TopicKind<V> kind, V value) {
    Serde<V> serde = serdes.of(kind);
    return serde.deserializer().deserialize("topic", serde.serializer().serialize("topic", value));
  }

  @Provide
  Arbitrary<TrackedFrame> trackedFrames() {
    return Combinators.combine(
            Combinators.combine(uuids(), uuids(), uuids().injectNull(0.3)).as(Ids::new),
            texts(),
            Arbitraries.longs().greaterOrEqual(0),
            sizes(),
            objects(),
            Arbitraries.of(true, false),
            sources(),
            Combinators.combine(instants(), instants(), instants(), texts().injectNull(0.3))
                .as((a, b, c, version) -> new Times(a, b, c, version)))
        .as(
            (ids, camera, sequence, size, objects, late, source, times) ->
                new TrackedFrame(
                    ids.first(),
                    new Lineage(
                        ids.second(),
                        camera,
                        ids.third(),
                        sequence,
                        source,
                        times.first(),
                        times.second()),
                    size,
                    objects,
                    late,
                    times.third(),
                    times.version()));
  }

  private record Ids(UUID first, UUID second, @Nullable UUID third) {}

  private record Times(Instant first, Instant second, Instant third, @Nullable String version) {}

  private static Arbitrary<List<SceneObject>> objects() {
    return Combinators.combine(
            uuids(),
            Combinators.combine(texts(), Arbitraries.integers()).as(Label::new),
            Arbitraries.floats(),
            boxes(),
            Combinators.combine(Arbitraries.floats(), Arbitraries.floats()).as(Velocity::new),
            Arbitraries.of(TrackState.class),
            texts().list().ofMaxSize(3),
            Combinators.combine(durations(), durations()).as(Ages::new))
        .as(
            (id, label, score, box, velocity, state, zones, ages) ->
                new SceneObject(
                    id,
                    label.text(),
                    label.classId(),
                    score,
                    box,
                    velocity.x(),
                    velocity.y(),
                    state,
                    label.classId() % 2 == 0,
                    zones,
                    ages.age(),
                    ages.unseen()))
        .list()
        .ofMaxSize(20);
  }

  private record Label(String text, int classId) {}

  private record Velocity(float x, float y) {}

  private record Ages(Duration age, Duration unseen) {}

  @Provide
  Arbitrary<ObjectEvent> objectEvents() {
    return Combinators.combine(
            Combinators.combine(uuids(), uuids(), uuids().injectNull(0.3)).as(Ids::new),
            Arbitraries.of(ObjectEvent.Kind.class),
            Combinators.combine(texts(), Arbitraries.integers()).as(Label::new),
            Combinators.combine(sizes(), boxes()).as(Shape::new),
            Combinators.combine(
                    texts().injectNull(0.5),
                    texts().injectNull(0.5),
                    Arbitraries.of(ObjectEvent.Direction.class).injectNull(0.5),
                    texts().list().ofMaxSize(3),
                    durations().injectNull(0.5))
                .as(Place::new),
            Combinators.combine(instants(), instants(), instants(), texts().injectNull(0.3))
                .as(Times::new),
            bestFrames().injectNull(0.3))
        .as(
            (ids, kind, label, shape, place, times, best) ->
                new ObjectEvent(
                    ids.first(),
                    kind,
                    label.text(),
                    ids.second(),
                    label.classId(),
                    times.first(),
                    label.text(),
                    label.classId(),
                    0.25f,
                    0.5f,
                    shape.size(),
                    shape.box(),
                    place.zone(),
                    place.line(),
                    place.direction(),
                    place.zones(),
                    place.dwell(),
                    times.second(),
                    times.third(),
                    best,
                    ids.third(),
                    times.version()));
  }

  private record Shape(Size size, Box box) {}

  private record Place(
      @Nullable String zone,
      @Nullable String line,
      ObjectEvent.@Nullable Direction direction,
      List<String> zones,
      @Nullable Duration dwell) {}

  @Provide
  Arbitrary<CountWindow> countWindows() {
    Arbitrary<String> maybe = texts().injectNull(0.5);
    return Combinators.combine(
            uuids(),
            texts(),
            Combinators.combine(instants(), instants()).as(List::of),
            Combinators.combine(maybe, maybe, maybe, maybe).as(Names::new),
            Arbitraries.integers().array(int[].class).ofSize(6),
            Arbitraries.doubles(),
            Arbitraries.of(CountWindow.ClosedBy.class))
        .as(
            (id, camera, times, names, numbers, mean, closedBy) ->
                new CountWindow(
                    id,
                    camera,
                    times.get(0),
                    times.get(1),
                    names.zone(),
                    names.line(),
                    names.label(),
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    numbers[3],
                    numbers[4],
                    mean,
                    numbers[5],
                    closedBy,
                    names.version()));
  }

  private record Names(
      @Nullable String zone,
      @Nullable String line,
      @Nullable String label,
      @Nullable String version) {}

  @Provide
  Arbitrary<Alert> alerts() {
    Arbitrary<String> maybe = texts().injectNull(0.5);
    return Combinators.combine(
            Combinators.combine(uuids(), uuids(), uuids().injectNull(0.3)).as(Ids::new),
            Arbitraries.of(Alert.State.class),
            Arbitraries.of(Alert.Severity.class),
            texts(),
            Combinators.combine(maybe, maybe, maybe, maybe).as(Names::new),
            Combinators.combine(
                    instants(), instants(), instants().injectNull(0.5), instants().injectNull(0.5))
                .as(Span::new),
            uuids().list().ofMaxSize(5),
            bestFrames().injectNull(0.3))
        .as(
            (ids, state, severity, text, names, span, events, best) ->
                new Alert(
                    ids.first(),
                    state,
                    text,
                    severity,
                    text,
                    names.zone(),
                    names.line(),
                    ids.third(),
                    names.label(),
                    span.since(),
                    span.raised(),
                    span.cleared(),
                    events,
                    best,
                    text,
                    names.version(),
                    span.noted() == null ? null : new Alert.Acknowledgement(span.noted(), text)));
  }

  private record Span(
      Instant since, Instant raised, @Nullable Instant cleared, @Nullable Instant noted) {}

  @Provide
  Arbitrary<Scene> scenes() {
    Arbitrary<String> maybe = texts().injectNull(0.5);
    Arbitrary<List<Scene.OpenAlert>> open =
        Combinators.combine(
                uuids(),
                texts(),
                Arbitraries.of(Alert.Severity.class),
                Combinators.combine(maybe, maybe, maybe, maybe).as(Names::new),
                uuids().injectNull(0.5),
                instants())
            .as(
                (id, rule, severity, names, track, since) ->
                    new Scene.OpenAlert(
                        id, rule, severity, names.zone(), names.line(), track, since, rule))
            .list()
            .ofMaxSize(4);
    Arbitrary<List<Scene.Occupancy>> occupancy =
        Combinators.combine(texts(), Arbitraries.integers())
            .as(Scene.Occupancy::new)
            .list()
            .ofMaxSize(4);
    return Combinators.combine(
            texts(),
            uuids(),
            uuids(),
            instants(),
            Combinators.combine(sources(), sizes()).as(Frame::new),
            objects(),
            Combinators.combine(occupancy, open).as(State::new),
            texts().injectNull(0.3))
        .as(
            (camera, detection, frameId, time, frame, objects, state, version) ->
                new Scene(
                    camera,
                    detection,
                    frameId,
                    time,
                    frame.source(),
                    frame.size(),
                    objects,
                    state.occupancy(),
                    state.open(),
                    version));
  }

  private record Frame(SourceOffset source, Size size) {}

  private record State(List<Scene.Occupancy> occupancy, List<Scene.OpenAlert> open) {}

  @Provide
  static Arbitrary<Duration> durations() {
    return Arbitraries.longs()
        .between(0, 4_000_000_000_000_000L)
        .map(micros -> Duration.of(micros, ChronoUnit.MICROS));
  }

  private static Arbitrary<BestFrame> bestFrames() {
    return Combinators.combine(sources(), instants(), boxes()).as(BestFrame::new);
  }

  private static Arbitrary<Box> boxes() {
    Arbitrary<Float> pixel = Arbitraries.floats();
    return Combinators.combine(pixel, pixel, pixel, pixel).as(Box::new);
  }

  private static Arbitrary<Size> sizes() {
    Arbitrary<Integer> side = Arbitraries.integers().between(1, 10_000);
    return Combinators.combine(side, side).as(Size::new);
  }

  private static Arbitrary<SourceOffset> sources() {
    return Combinators.combine(texts(), Arbitraries.integers(), Arbitraries.longs())
        .as(SourceOffset::new);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(20);
  }

  private static Arbitrary<UUID> uuids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  }

  private static Arbitrary<Instant> instants() {
    return DateTimes.instants().map(time -> time.truncatedTo(ChronoUnit.MICROS));
  }
}
