package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.devkit.SecuredBroker;
import io.paastreams.devkit.SecuredBroker.Permission;
import io.paastreams.devkit.StandInRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each permission in the security page's table is needed, and is named if it is missing. */
@Timeout(300)
class PermissionsIT {

  private static final String PRINCIPAL = "User:pipeline";

  /** What {@code check} reports if it is missing. */
  private static final Map<Permission, String> NEEDED = new LinkedHashMap<>();

  static {
    NEEDED.put(
        Permission.topic("frames.v1", AclOperation.READ), "topic frames.v1: READ is not allowed");
    for (String topic : List.of("detections.v1", "frames.skipped.v1", "frames.dlq.v1")) {
      NEEDED.put(
          Permission.topic(topic, AclOperation.WRITE), "topic " + topic + ": WRITE is not allowed");
    }
    NEEDED.put(
        new Permission(ResourceType.GROUP, "paa-streams", PatternType.LITERAL, AclOperation.READ),
        "group paa-streams: READ is not allowed");
    NEEDED.put(
        new Permission(
            ResourceType.TRANSACTIONAL_ID, "paa-streams", PatternType.PREFIXED, AclOperation.WRITE),
        "transactional ids paa-streams-*: WRITE is not allowed");
  }

  @Test
  void eachMissingPermission_isNamedByCheckAndStopsRun() throws Exception {
    try (SecuredBroker broker = SecuredBroker.sasl();
        StandInRegistry registry = StandInRegistry.open()) {
      broker.createTopics(2, "frames.v1", "detections.v1", "frames.skipped.v1", "frames.dlq.v1");
      broker.allow(PRINCIPAL, List.copyOf(NEEDED.keySet()));

      CommandRun all = CommandRun.of(arguments("check", broker, registry));
      assertThat(all.status()).as(all.out()).isZero();
      assertThat(all.out())
          .contains(" 0 faults")
          .as("hidden limits are not a fault")
          .contains("--operation DESCRIBE_CONFIGS --topic frames.dlq.v1");

      for (Map.Entry<Permission, String> needed : NEEDED.entrySet()) {
        broker.forbid(PRINCIPAL, needed.getKey());
        String resource = needed.getKey().name();
        CommandRun check = CommandRun.of(arguments("check", broker, registry));
        assertThat(check.status()).as("without %s: %s", needed, check.out()).isEqualTo(1);
        assertThat(check.out())
            .contains(" 1 faults")
            .containsPattern("kafka-acls.sh .*--operation " + needed.getKey().operation());
        assertThat(check.out().lines().filter(line -> line.startsWith("fault")))
            .singleElement()
            .asString()
            .contains(resource, needed.getKey().operation() + " is not allowed");

        CommandRun run = CommandRun.of(arguments("run", broker, registry));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("1 fault found before the start", needed.getValue());
        broker.allow(PRINCIPAL, List.of(needed.getKey()));
      }
    }
  }

  /** With its own principal, as when {@code analytics} runs beside pipelines of others. */
  @Test
  void eachMissingPermissionOfAnalytics_isNamedByCheckAndStopsAnalyticsAndRun() throws Exception {
    try (SecuredBroker broker = SecuredBroker.sasl();
        StandInRegistry registry = StandInRegistry.open()) {
      List<String> topics = new ArrayList<>(List.of("frames.v1", "frames.dlq.v1"));
      topics.addAll(ANALYTICS_READS);
      topics.addAll(ANALYTICS_WRITES);
      broker.createTopics(2, topics.toArray(String[]::new));
      broker.allow(PRINCIPAL, List.copyOf(NEEDED.keySet()));
      Map<Permission, String> needed = neededByAnalytics();
      broker.allow(PRINCIPAL, List.copyOf(needed.keySet()));

      CommandRun all = CommandRun.of(with("--analytics", arguments("check", broker, registry)));
      assertThat(all.status()).as(all.out()).isZero();

      for (Map.Entry<Permission, String> each : needed.entrySet()) {
        broker.forbid(PRINCIPAL, each.getKey());
        CommandRun check = CommandRun.of(with("--analytics", arguments("check", broker, registry)));
        assertThat(check.status()).as("without %s: %s", each, check.out()).isEqualTo(1);
        assertThat(check.out().lines().filter(line -> line.startsWith("fault")))
            .singleElement()
            .asString()
            .contains(each.getKey().name(), each.getKey().operation() + " is not allowed");
        assertThat(check.out())
            .containsPattern("kafka-acls.sh .*--operation " + each.getKey().operation());

        CommandRun alone = CommandRun.of(arguments("analytics", broker, registry));
        assertThat(alone.status()).isEqualTo(1);
        assertThat(alone.err()).contains("1 fault found before the start", each.getValue());
        broker.allow(PRINCIPAL, List.of(each.getKey()));
      }
      Permission read = needed.keySet().iterator().next();
      broker.forbid(PRINCIPAL, read);
      CommandRun both = CommandRun.of(with("--analytics", arguments("run", broker, registry)));
      assertThat(both.status()).isEqualTo(1);
      assertThat(both.err()).contains("1 fault found before the start", needed.get(read));
    }
  }

  private static final List<String> ANALYTICS_READS =
      List.of("rules.v1", "detections.v1", "frames.skipped.v1");
  private static final List<String> ANALYTICS_WRITES =
      List.of("tracks.v1", "events.v1", "counts.v1", "alerts.v1", "scene.v1", "analytics.dlq.v1");

  private static Map<Permission, String> neededByAnalytics() {
    Map<Permission, String> needed = new LinkedHashMap<>();
    for (String topic : ANALYTICS_READS) {
      needed.put(
          Permission.topic(topic, AclOperation.READ), "topic " + topic + ": READ is not allowed");
    }
    for (String topic : ANALYTICS_WRITES) {
      needed.put(
          Permission.topic(topic, AclOperation.WRITE), "topic " + topic + ": WRITE is not allowed");
    }
    needed.put(
        new Permission(ResourceType.GROUP, "paa-analytics", PatternType.LITERAL, AclOperation.READ),
        "group paa-analytics: READ is not allowed");
    needed.put(
        new Permission(
            ResourceType.TRANSACTIONAL_ID,
            "paa-analytics",
            PatternType.PREFIXED,
            AclOperation.WRITE),
        "transactional ids paa-analytics-*: WRITE is not allowed");
    needed.put(
        new Permission(
            ResourceType.TOPIC, "paa-analytics", PatternType.PREFIXED, AclOperation.CREATE),
        "topic paa-analytics-camera-states-changelog: CREATE is not allowed");
    return needed;
  }

  private static String[] with(String option, String[] arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(option);
    return all.toArray(String[]::new);
  }

  private static String[] arguments(
      String command, SecuredBroker broker, StandInRegistry registry) {
    return new ArrayList<>(
            List.of(
                command,
                "--set=kafka.bootstrap.servers=" + broker.bootstrapServers(),
                "--set=kafka.security.protocol=SASL_PLAINTEXT",
                "--set=kafka.sasl.mechanism=SCRAM-SHA-512",
                "--set=kafka.sasl.jaas.config="
                    + SecuredBroker.scramLogin("pipeline", SecuredBroker.PASSWORD),
                "--set=registry.url=" + registry.url(),
                "--set=pipeline.guarantee=exactly-once",
                "--set=model.path=models/golden-tiny",
                "--set=model.device=cpu"))
        .toArray(String[]::new);
  }
}
