package io.paastreams.cli;

import static io.paastreams.cli.DeploymentFiles.DOCKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.config.LivePageConfig;
import io.paastreams.config.PaaStreamsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests in docker/kubernetes are valid, and fit the configuration and one another. */
class KubernetesFilesTest {

  private static final Path FOLDER = DOCKER.resolve("kubernetes");
  private static final String SCHEMA = "kubernetes.schema.json";

  private static final List<String> COMPONENTS = List.of("pipeline", "analytics", "live");

  private final JsonNode deployment = object("pipeline.yaml", "Deployment");

  private static JsonNode deployment(String component) {
    return object(component + ".yaml", "Deployment");
  }

  private static JsonNode container(String component) {
    return deployment(component).at("/spec/template/spec/containers").get(0);
  }

  static List<String> components() {
    return COMPONENTS;
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyObject_isValid(Path file) {
    List<JsonNode> objects = DeploymentFiles.documents(file);
    assertThat(objects).isNotEmpty();
    assertThat(objects)
        .allSatisfy(object -> assertThat(DeploymentFiles.faults(SCHEMA, object)).isEmpty());
  }

  @Test
  void theSchema_refusesWhatKubernetesWouldRefuse() {
    ObjectNode misspelt = deployment.deepCopy();
    ((ObjectNode) misspelt.at("/spec/template/spec")).put("terminationGracePeriod", 30);
    assertThat(DeploymentFiles.faults(SCHEMA, misspelt)).isNotEmpty();

    ObjectNode noTriggers = object("scale-on-lag.yaml", "ScaledObject").deepCopy();
    ((ObjectNode) noTriggers.get("spec")).remove("triggers");
    assertThat(DeploymentFiles.faults(SCHEMA, noTriggers)).isNotEmpty();
  }

  @Test
  void theConfiguration_isValid_andTheCommandReadsIt(@TempDir Path folder) throws IOException {
    PaaStreamsConfig config = config(folder);

    assertThat(config.cluster().kafka().get("sasl.jaas.config"))
        .contains("username=\"someone\" password=\"secret\"");
    assertThat(
            Duration.ofSeconds(
                deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asLong()))
        .as("work in flight is finished first")
        .isGreaterThan(config.pipeline().closeTimeout());
  }

  @Test
  void analyticsAndPage_readTheSameConfiguration(@TempDir Path folder) throws IOException {
    Path file = configFile(folder);
    AnalyticsRunConfig analytics =
        PaaStreamsConfig.loadAnalytics(file, environment("analytics"), List.of());
    assertThat(
            Duration.ofSeconds(
                deployment("analytics")
                    .at("/spec/template/spec/terminationGracePeriodSeconds")
                    .asLong()))
        .isGreaterThan(analytics.analytics().closeTimeout());
    JsonNode trigger =
        object("scale-analytics.yaml", "ScaledObject").at("/spec/triggers/0/metadata");
    assertThat(trigger.get("topic").asText()).isEqualTo("detections.v1");
    assertThat(trigger.get("consumerGroup").asText()).isEqualTo("paa-analytics");
    assertThat(object("scale-analytics.yaml", "ScaledObject").at("/spec/scaleTargetRef/name"))
        .isEqualTo(deployment("analytics").at("/metadata/name"));

    LivePageConfig live = PaaStreamsConfig.loadLive(file, environment("live"), List.of());
    assertThat(live.live().host()).isEqualTo("0.0.0.0");
    assertThat(live.live().viewerToken()).isEqualTo("change-me-change-me");
    assertThat(container("live").at("/ports/1/containerPort").asInt())
        .isEqualTo(live.live().port());
  }

  @ParameterizedTest
  @MethodSource("components")
  void theCommand_readsTheMountedConfiguration(String component) {
    JsonNode container = container(component);
    String[] arguments =
        StreamSupport.stream(container.get("args").spliterator(), false)
            .map(JsonNode::asText)
            .toArray(String[]::new);
    assertThatCode(() -> Main.commandLine().parseArgs(arguments)).doesNotThrowAnyException();
    assertThat(arguments)
        .contains(container.at("/volumeMounts/0/mountPath").asText() + "/pipeline.yaml");
    for (String probe : List.of("startup", "readiness", "liveness")) {
      assertThat(container.at("/" + probe + "Probe/httpGet/port").asText()).isEqualTo("metrics");
    }
    assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(9404);
  }

  @ParameterizedTest
  @MethodSource("components")
  void theContainerRunsAsTheImagesUser_andWritesOnlyWhereAVolumeIs(String component) {
    JsonNode deployment = deployment(component);
    JsonNode container = container(component);
    String user =
        DeploymentFiles.read(DOCKER.resolve("Dockerfile"))
            .replaceAll("(?s).*\nUSER (\\S+)\n.*", "$1");
    assertThat(deployment.at("/spec/template/spec/securityContext/runAsUser").asText())
        .isEqualTo(user);
    assertThat(deployment.at("/spec/template/spec/securityContext/runAsNonRoot").asBoolean())
        .isTrue();
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
    assertThat(container.get("volumeMounts").findValuesAsText("mountPath")).contains("/tmp");
  }

  @ParameterizedTest
  @MethodSource("components")
  void selectors_findThePods(String component) {
    JsonNode labels = deployment(component).at("/spec/template/metadata/labels");
    assertThat(labels.at("/app.kubernetes.io~1component").asText()).isEqualTo(component);
    assertThat(deployment(component).at("/spec/selector/matchLabels")).isEqualTo(labels);
    for (JsonNode each : DeploymentFiles.documents(FOLDER.resolve(component + ".yaml"))) {
      switch (each.get("kind").asText()) {
        case "PodDisruptionBudget" ->
            assertThat(each.at("/spec/selector/matchLabels")).isEqualTo(labels);
        case "Service" -> assertThat(each.at("/spec/selector")).isEqualTo(labels);
        default -> {}
      }
    }
    assertThat(labels.properties())
        .as("a network policy holds for them")
        .containsAll(
            object("network-policy.yaml", "NetworkPolicy")
                .at("/spec/podSelector/matchLabels")
                .properties());
  }

  @ParameterizedTest
  @MethodSource("components")
  void theSecrets_haveTheKeysThatAreReferredTo(String component) {
    assertThat(container(component).get("env"))
        .filteredOn(variable -> variable.has("valueFrom"))
        .isNotEmpty()
        .allSatisfy(
            variable -> {
              JsonNode reference = variable.at("/valueFrom/secretKeyRef");
              assertThat(secret(reference.get("name").asText()).has(reference.get("key").asText()))
                  .isTrue();
            });
  }

  private static JsonNode secret(String name) {
    return DeploymentFiles.documents(FOLDER.resolve("secret.example.yaml")).stream()
        .filter(each -> each.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .get("stringData");
  }

  @Test
  void scaling_followsTheDeployedGroupAndTopic(@TempDir Path folder) throws IOException {
    PaaStreamsConfig config = config(folder);
    for (String file : List.of("scale-on-lag.yaml", "scale-on-skipped.yaml")) {
      JsonNode scaled = object(file, "ScaledObject");
      assertThat(scaled.at("/spec/scaleTargetRef/name")).isEqualTo(deployment.at("/metadata/name"));
      assertThat(scaled.at("/spec/minReplicaCount").asInt()).isPositive();
      assertThat(scaled.at("/spec/maxReplicaCount").asInt())
          .isEqualTo(
              config.cluster().layout().topics(config.cluster().topics()).get(0).partitions());
    }
    JsonNode trigger = object("scale-on-lag.yaml", "ScaledObject").at("/spec/triggers/0/metadata");
    assertThat(trigger.get("consumerGroup").asText()).isEqualTo(config.pipeline().applicationId());
    assertThat(trigger.get("bootstrapServers").asText())
        .isEqualTo(config.cluster().bootstrapServers());
    assertThat(trigger.get("topic").asText()).isEqualTo("frames.v1");
  }

  private PaaStreamsConfig config(Path folder) throws IOException {
    Map<String, String> environment = environment("pipeline");
    environment.put("KAFKA_USERNAME", "someone");
    environment.put("KAFKA_PASSWORD", "secret");
    return PaaStreamsConfig.load(configFile(folder), environment, List.of());
  }

  private static Path configFile(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("pipeline.yaml"),
        object("pipeline.yaml", "ConfigMap").at("/data/pipeline.yaml").asText());
  }

  /** What a container finds in its environment, with the secrets of the example. */
  private static Map<String, String> environment(String component) {
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable : container(component).get("env")) {
      JsonNode reference = variable.at("/valueFrom/secretKeyRef");
      environment.put(
          variable.get("name").asText(),
          reference.isMissingNode()
              ? variable.get("value").asText()
              : secret(reference.get("name").asText()).get(reference.get("key").asText()).asText());
    }
    return environment;
  }

  private static JsonNode object(String file, String kind) {
    return DeploymentFiles.documents(FOLDER.resolve(file)).stream()
        .filter(each -> each.get("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
