package io.paastreams.cli;

import static io.paastreams.cli.DeploymentFiles.DOCKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  private final JsonNode deployment = object("pipeline.yaml", "Deployment");
  private final JsonNode container = deployment.at("/spec/template/spec/containers").get(0);

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyObjectIsValid(Path file) {
    List<JsonNode> objects = DeploymentFiles.documents(file);
    assertThat(objects).isNotEmpty();
    assertThat(objects)
        .allSatisfy(object -> assertThat(DeploymentFiles.faults(SCHEMA, object)).isEmpty());
  }

  @Test
  void theSchemaRefusesWhatKubernetesWouldRefuse() {
    ObjectNode misspelt = deployment.deepCopy();
    ((ObjectNode) misspelt.at("/spec/template/spec")).put("terminationGracePeriod", 30);
    assertThat(DeploymentFiles.faults(SCHEMA, misspelt)).isNotEmpty();

    ObjectNode noTriggers = object("scale-on-lag.yaml", "ScaledObject").deepCopy();
    ((ObjectNode) noTriggers.get("spec")).remove("triggers");
    assertThat(DeploymentFiles.faults(SCHEMA, noTriggers)).isNotEmpty();
  }

  @Test
  void theConfigurationIsSound_andTheCommandReadsIt(@TempDir Path folder) throws IOException {
    PaaStreamsConfig config = config(folder);

    assertThat(config.cluster().kafka().get("sasl.jaas.config"))
        .contains("username=\"someone\" password=\"secret\"");
    String[] arguments =
        StreamSupport.stream(container.get("args").spliterator(), false)
            .map(JsonNode::asText)
            .toArray(String[]::new);
    assertThatCode(() -> Main.commandLine().parseArgs(arguments)).doesNotThrowAnyException();
    assertThat(arguments)
        .contains(container.at("/volumeMounts/0/mountPath").asText() + "/pipeline.yaml");
    assertThat(
            Duration.ofSeconds(
                deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asLong()))
        .as("work in flight is finished first")
        .isGreaterThan(config.pipeline().closeTimeout());
  }

  @Test
  void theContainerRunsAsTheImagesUser_andWritesOnlyWhereAVolumeIs() {
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

  @Test
  void selectorsFindThePods() {
    JsonNode labels = deployment.at("/spec/template/metadata/labels");
    assertThat(deployment.at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(object("pipeline.yaml", "PodDisruptionBudget").at("/spec/selector/matchLabels"))
        .isEqualTo(labels);
    assertThat(object("pipeline.yaml", "Service").at("/spec/selector")).isEqualTo(labels);
    assertThat(object("network-policy.yaml", "NetworkPolicy").at("/spec/podSelector/matchLabels"))
        .isEqualTo(labels);
  }

  @Test
  void theSecretHasTheKeysThatAreReferredTo() {
    JsonNode secret = object("secret.example.yaml", "Secret");
    assertThat(container.get("env"))
        .allSatisfy(
            variable -> {
              JsonNode reference = variable.at("/valueFrom/secretKeyRef");
              assertThat(reference.get("name")).isEqualTo(secret.at("/metadata/name"));
              assertThat(secret.get("stringData").has(reference.get("key").asText())).isTrue();
            });
  }

  @Test
  void scalingFollowsTheGroupAndTheTopicThatArePlayed(@TempDir Path folder) throws IOException {
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
    String text = object("pipeline.yaml", "ConfigMap").at("/data/pipeline.yaml").asText();
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_USERNAME", "someone");
    environment.put("KAFKA_PASSWORD", "secret");
    return PaaStreamsConfig.load(
        Files.writeString(folder.resolve("pipeline.yaml"), text), environment, List.of());
  }

  private static JsonNode object(String file, String kind) {
    return DeploymentFiles.documents(FOLDER.resolve(file)).stream()
        .filter(each -> each.get("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
