package io.paastreams.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.RuleSet;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IntakeTest {

  private final Topics topics = InMemorySchemaRegistry.topics();
  private final Topic<RuleSet> topic = topics.of(TopicKind.RULES);
  private final Known known = new Known(InstantSource.system());
  private final Map<String, RecordReader.Source> sources =
      new Intake(
              topics,
              InstantSource.system(),
              known,
              new EventStream(),
              sighting -> {},
              (camera, partition, offset) -> {})
          .sources();

  @Test
  void rulesThatWereWithdrawn_areNoLongerInForce_butCanBeRestored() {
    RuleSet first = apply(RuleSet.KEY, "rules: {anybody: {when: presence}}");
    long before = known.rules.version();
    take(RuleSet.KEY, null);

    assertThat(known.rules.inForce()).isEmpty();
    assertThat(known.rules.get(first.version())).contains(first);
    assertThat(known.versions()).extractingByKey("rules").isNotEqualTo(before);
  }

  @Test
  void onlyTheRecordUnderItsKey_isInForce() {
    RuleSet first = apply(RuleSet.KEY, "rules: {anybody: {when: presence}}");
    RuleSet second = apply(RuleSet.KEY, "rules: {somebody: {when: presence}}");
    apply(first.keyAsPrevious(), first.yaml());
    take(first.keyAsPrevious(), null);
    apply("elsewhere", "rules: {nobody: {when: presence}}");

    assertThat(known.rules.inForce()).contains(second);
    assertThat(known.rules.latest()).hasSize(2);
  }

  @Test
  void rulesWithFaults_areNotShownAsInForce() {
    RuleSet good = apply(RuleSet.KEY, "rules: {anybody: {when: presence}}");
    apply(RuleSet.KEY, "rules: {anybody: {when: never}}");

    assertThat(known.rules.inForce()).contains(good);
  }

  private RuleSet apply(String key, String yaml) {
    RuleSet set = RuleSet.of(yaml, Instant.ofEpochSecond(1), "test");
    take(key, topic.valueSerde().serializer().serialize(topic.name(), set));
    return set;
  }

  private void take(String key, byte @Nullable [] value) {
    requireNonNull(sources.get(topic.name()))
        .handler()
        .take(
            new ConsumerRecord<>(topic.name(), 0, 0, key.getBytes(StandardCharsets.UTF_8), value));
  }
}
