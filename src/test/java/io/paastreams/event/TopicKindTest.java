package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** What a new topic requires: a schema, a record and its codec, and a constant. */
class TopicKindTest {

  /** Everything that a new topic requires whose record already exists. */
  private static final TopicKind<SkippedFrame> LAST_SKIPPED =
      TopicKind.of(
              "lastSkipped",
              "frames.last-skipped.v1",
              "The last skipped frame of each camera.",
              new SkippedFrameCodec())
          .compacted();

  private static final List<TopicKind<?>> KINDS = new ArrayList<>(TopicKind.all());

  static {
    KINDS.add(LAST_SKIPPED);
  }

  private final TopicNames names = names();

  @Test
  void aNewKind_isCreatedAsItSays() {
    TopicSpec spec =
        TopicLayout.standard().topics(names).stream()
            .filter(each -> each.name().equals("frames.last-skipped.v1"))
            .findFirst()
            .orElseThrow();

    assertThat(spec.settings())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("cleanup.policy", "compact", "max.message.bytes", "1048576"));
  }

  @Test
  void aNewKind_hasSerdeAndSubject() {
    try (EventSerdes serdes =
        EventSerdes.over(
            new InMemorySchemaRegistry(),
            EventSerdesConfig.builtIn(RegistryConfig.at("http://registry:8081")),
            KINDS)) {
      serdes.prepare(names);

      Serde<SkippedFrame> serde = Topics.of(names, serdes).of(LAST_SKIPPED).valueSerde();
      SkippedFrame frame = EventSamples.skippedFrame();
      byte[] bytes = serde.serializer().serialize("frames.last-skipped.v1", frame);
      assertThat(serde.deserializer().deserialize("frames.last-skipped.v1", bytes))
          .isEqualTo(frame);
      assertThat(serdes.inspect(names))
          .extracting(SubjectState::subject)
          .contains("frames.v1-value", "frames.last-skipped.v1-value")
          .doesNotContain("frames.dlq.v1-value");
    }
  }

  @Test
  void anApplicationThatUsesTwoKinds_knowsNoOther() {
    TopicNames used =
        names.only(List.of(TopicUse.reads(TopicKind.SKIPPED), TopicUse.writes(LAST_SKIPPED)));

    assertThat(used.all()).containsExactly("frames.skipped.v1", "frames.last-skipped.v1");
    assertThat(TopicLayout.standard().topics(used)).hasSize(2);
  }

  @Test
  void everyKind_hasAnIdAndANameOfItsOwn() {
    assertThat(TopicKind.all()).extracting(TopicKind::id).doesNotHaveDuplicates();
    assertThat(TopicKind.all()).extracting(TopicKind::defaultName).doesNotHaveDuplicates();
  }

  @Test
  void statesAreCompacted_andRulesHaveOneOrder() {
    Map<String, TopicSpec> specs = new LinkedHashMap<>();
    TopicLayout.standard()
        .topics(TopicNames.standard())
        .forEach(spec -> specs.put(spec.name(), spec));

    assertThat(named(specs, "scene.v1").settings()).containsEntry("cleanup.policy", "compact");
    assertThat(named(specs, "rules.v1").settings()).containsEntry("cleanup.policy", "compact");
    assertThat(named(specs, "rules.v1").partitions()).isEqualTo(1);
    assertThat(named(specs, "analytics.dlq.v1").settings())
        .as("a detection record and the description of its failure")
        .containsEntry("max.message.bytes", "2097152");
    for (String each : List.of("tracks.v1", "events.v1", "counts.v1", "alerts.v1")) {
      assertThat(named(specs, each).settings()).containsEntry("cleanup.policy", "delete");
      assertThat(named(specs, each).partitions()).isEqualTo(8);
    }
  }

  private static TopicSpec named(Map<String, TopicSpec> specs, String name) {
    return Objects.requireNonNull(specs.get(name), name);
  }

  private static TopicNames names() {
    Map<TopicKind<?>, String> names = new LinkedHashMap<>();
    KINDS.forEach(kind -> names.put(kind, kind.defaultName()));
    return new TopicNames(names);
  }
}
