package io.paastreams.cli;

import static io.paastreams.cli.DeploymentFiles.DOCKER;
import static io.paastreams.cli.DeploymentFiles.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.config.CameraSource;
import io.paastreams.config.CamerasConfig;
import io.paastreams.config.LivePageConfig;
import io.paastreams.config.MetricsConfig;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.devkit.ContainerImages;
import io.paastreams.ingest.Pace;
import io.paastreams.rules.RuleFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** docker/compose.yaml and the image fit the commands, the configuration and one another. */
class ComposeFileTest {

  private static final String IN_IMAGE = "/opt/paa-streams/";
  private static final Pattern PINNED =
      Pattern.compile("[^:@]+:[^:@]*\\d+\\.\\d+[^:@]*(@sha256:[0-9a-f]{64})?");
  private static final List<String> OURS = List.of("pipeline", "analytics", "live", "cameras");

  private static final List<String> DOCKERFILES = List.of("Dockerfile", "Dockerfile.cuda");

  private final JsonNode compose = DeploymentFiles.documents(DOCKER.resolve("compose.yaml")).get(0);
  private final JsonNode services = compose.get("services");
  private final JsonNode gpu = DeploymentFiles.documents(DOCKER.resolve("compose.gpu.yaml")).get(0);
  private final String dockerfile = DeploymentFiles.read(DOCKER.resolve("Dockerfile"));
  private final String dockerfileOfCuda = DeploymentFiles.read(DOCKER.resolve("Dockerfile.cuda"));
  private final String pom = DeploymentFiles.read(ROOT.resolve("pom.xml"));

  @Test
  void theFile_isValid() {
    assertThat(DeploymentFiles.faults("compose.schema.json", compose)).isEmpty();
    assertThat(DeploymentFiles.faults("compose.schema.json", gpu)).isEmpty();
  }

  @Test
  void onAGpu_onlyThePipelineDiffers_andItAsksForTheDevice() {
    assertThat(names(gpu.get("services"))).containsExactly("pipeline");
    JsonNode pipeline = gpu.get("services").get("pipeline");
    assertThat(ROOT.resolve(pipeline.at("/build/dockerfile").asText())).isRegularFile();
    assertThat(pipeline.at("/deploy/resources/reservations/devices/0/driver").asText())
        .isEqualTo("nvidia");
    Map<String, String> environment = imageEnvironment();
    environment.put("PAA_MODEL_DEVICE", pipeline.at("/environment/PAA_MODEL_DEVICE").asText());
    assertThat(
            PaaStreamsConfig.load(DOCKER.resolve("pipeline.yaml"), environment, List.of())
                .model()
                .detectorOptions()
                .device())
        .isEqualTo("gpu:0");
  }

  @Test
  void theSchema_refusesAMisspeltKey() {
    ObjectNode broken = compose.deepCopy();
    ((ObjectNode) broken.get("services").get("kafka")).put("mem_limits", "2g");
    assertThat(DeploymentFiles.faults("compose.schema.json", broken)).isNotEmpty();
  }

  @Test
  void everyImage_isPinned() {
    List<String> images =
        Stream.concat(
                matches("(?m)^FROM (\\S+)", dockerfile + dockerfileOfCuda),
                names(services)
                    .filter(service -> !OURS.contains(service))
                    .map(service -> services.get(service).get("image").asText()))
            .toList();
    assertThat(images)
        .hasSize(2 + 3 + services.size() - OURS.size())
        .allMatch(image -> PINNED.matcher(image).matches());
  }

  @Test
  void theServers_areOfTheVersionsThatTheBuildTests() {
    assertThat(image("kafka"))
        .isEqualTo(ContainerImages.KAFKA)
        .endsWith(":" + property("kafka.version"));
    assertThat(image("registry"))
        .endsWith(":" + property("registry.server.version"))
        .as("keeps its schemas, unlike the one that tests start")
        .doesNotContain("-mem:");
  }

  @Test
  void everyServiceHasAMemoryLimit_andPublishesOnLoopbackOnly() {
    for (JsonNode service : services) {
      assertThat(service.path("mem_limit").asText()).matches("\\d+[mg]");
      for (JsonNode port : service.path("ports")) {
        assertThat(port.asText()).startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void whatIsMountedIsThere_andNamedVolumesAreDeclared() {
    for (JsonNode service : services) {
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.asText().split(":")[0];
        if (source.startsWith("./")) {
          assertThat(DOCKER.resolve(source)).exists();
        } else {
          assertThat(compose.get("volumes").has(source)).as(source).isTrue();
        }
      }
      for (String other : names(service.path("depends_on")).toList()) {
        assertThat(services.has(other)).as(other).isTrue();
      }
    }
  }

  @Test
  void ourContainers_writeOnlyToMemory() {
    for (String name : OURS) {
      JsonNode service = services.get(name);
      assertThat(service.get("read_only").asBoolean()).isTrue();
      assertThat(service.get("cap_drop")).map(JsonNode::asText).containsExactly("ALL");
      assertThat(service.get("tmpfs"))
          .map(JsonNode::asText)
          .singleElement()
          .asString()
          .startsWith("/tmp:exec,");
    }
    assertThat(List.of(dockerfile, dockerfileOfCuda))
        .allSatisfy(
            file ->
                assertThat(file)
                    .contains("HOME=/tmp")
                    .contains("javacpp.cachedir=/tmp/")
                    .contains("ENTRYPOINT [\"paa-streams\"]")
                    .containsPattern("(?m)^USER [1-9]\\d*$")
                    .containsPattern("(?m)^HEALTHCHECK .* CMD \\[\"healthcheck\"\\]$"));
    assertThat(DeploymentFiles.read(ROOT.resolve("src/main/dist/bin/paa-streams")))
        .contains("-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void commandsAreOurs_andReadTheFilesThatAreMounted() {
    for (String name : OURS) {
      List<String> command =
          StreamSupport.stream(services.get(name).get("command").spliterator(), false)
              .map(JsonNode::asText)
              .toList();
      assertThatCode(() -> Main.commandLine().parseArgs(command.toArray(String[]::new)))
          .doesNotThrowAnyException();
      List<String> files =
          command.stream()
              .filter(each -> each.matches("--(config|rules)=.*"))
              .map(each -> each.substring(each.indexOf('=') + 1))
              .toList();
      assertThat(files).isNotEmpty();
      assertThat(services.get(name).get("volumes"))
          .map(JsonNode::asText)
          .containsExactlyElementsOf(
              files.stream()
                  .map(file -> "./" + Path.of(file).getFileName() + ":" + file + ":ro")
                  .toList());
    }
  }

  @Test
  void theConfigurationOfThePipeline_isValid_andAgreesWithTheServices() {
    PaaStreamsConfig config = pipelineConfig();

    requireServers(
        config.cluster().bootstrapServers(), config.cluster().serdes().registry().urls().get(0));
    String model = config.model().path().toString();
    assertThat(model).startsWith(IN_IMAGE + "models/");
    assertThat(ROOT.resolve(model.substring(IN_IMAGE.length()))).isDirectory();
    assertThat(seconds(services.get("pipeline").get("stop_grace_period").asText()))
        .as("work in flight is finished first")
        .isGreaterThan(config.pipeline().closeTimeout());
  }

  @Test
  void analytics_followsTheSamePipeline_byValidRules() {
    AnalyticsRunConfig config =
        PaaStreamsConfig.loadAnalytics(
            DOCKER.resolve("pipeline.yaml"), imageEnvironment(), List.of());

    assertThat(config.cluster()).isEqualTo(pipelineConfig().cluster());
    assertThat(config.metrics()).isEqualTo(pipelineConfig().metrics());
    assertThat(seconds(services.get("analytics").get("stop_grace_period").asText()))
        .isGreaterThan(config.analytics().closeTimeout());
    assertThat(RuleFile.parse(DeploymentFiles.read(DOCKER.resolve("rules.yaml"))).findings())
        .isEmpty();
  }

  @Test
  void thePageListensWhereItIsPublished_andReadsTheSameTopics() {
    LivePageConfig config =
        PaaStreamsConfig.loadLive(DOCKER.resolve("pipeline.yaml"), imageEnvironment(), List.of());

    assertThat(config.cluster().topics()).isEqualTo(pipelineConfig().cluster().topics());
    assertThat(config.cluster().bootstrapServers())
        .isEqualTo(pipelineConfig().cluster().bootstrapServers());
    assertThat(config.applicationId()).isEqualTo(pipelineConfig().pipeline().applicationId());
    assertThat(config.live().host()).isEqualTo("0.0.0.0");
    assertThat(ports("live"))
        .containsExactly("127.0.0.1:%1$d:%1$d".formatted(config.live().port()));
    assertThat(config.metrics()).isEqualTo(pipelineConfig().metrics());
    assertThat(config.live().metrics())
        .allSatisfy(address -> assertThat(services.has(address.getHost())).isTrue());
  }

  @Test
  void theSampleCameras_playClipsThatAreInTheImage() {
    CamerasConfig config =
        CamerasConfig.load(DOCKER.resolve("cameras.yaml"), imageEnvironment(), List.of());

    requireServers(
        config.cluster().bootstrapServers(), config.cluster().serdes().registry().urls().get(0));
    String clips =
        matches("(?m)^COPY (\\S+)/\\*\\.mp4 /opt/paa-streams/clips/$", dockerfile)
            .findFirst()
            .orElseThrow();
    assertThat(config.cameras()).hasSize(4);
    for (CameraSource camera : config.cameras()) {
      assertThat(camera.source()).startsWith(IN_IMAGE + "clips/");
      assertThat(ROOT.resolve(clips).resolve(Path.of(camera.source()).getFileName()))
          .isRegularFile();
      assertThat(camera.ingest().pace()).isEqualTo(Pace.REAL_TIME);
      assertThat(camera.ingest().loop()).isTrue();
    }
  }

  @Test
  void healthIsAskedWhereItIsServed_andPrometheusScrapesThere() {
    MetricsConfig metrics = Objects.requireNonNull(pipelineConfig().metrics());
    @Nullable MetricsConfig ofCameras =
        CamerasConfig.load(DOCKER.resolve("cameras.yaml"), imageEnvironment(), List.of()).metrics();

    assertThat(metrics).isEqualTo(ofCameras);
    assertThat(metrics.host()).isEqualTo("0.0.0.0");
    assertThat(DeploymentFiles.read(DOCKER.resolve("healthcheck")))
        .contains("/dev/tcp/127.0.0.1/${PAA_METRICS_PORT:-" + metrics.port() + "}");
    Set<String> targets = new HashSet<>();
    DeploymentFiles.documents(DOCKER.resolve("prometheus/prometheus.yml"))
        .get(0)
        .findValues("targets")
        .forEach(each -> each.forEach(target -> targets.add(target.asText())));
    assertThat(targets)
        .containsAll(OURS.stream().map(service -> service + ":" + metrics.port()).toList());
    assertThat(targets)
        .allSatisfy(target -> assertThat(services.has(target.split(":")[0])).isTrue());
  }

  @Test
  void thePublishedBroker_isTheAdvertisedOne() {
    assertThat(ports("kafka")).containsExactly("127.0.0.1:9092:9092");
    assertThat(environment("kafka").get("KAFKA_ADVERTISED_LISTENERS"))
        .endsWith("OUTSIDE://localhost:9092");
  }

  @Test
  void whatTheImageTakesFromTheRepositoryIsThere_andNotIgnored() {
    for (String file : DOCKERFILES) {
      List<String> sources =
          matches("(?m)^COPY (?!--)(\\S+) ", DeploymentFiles.read(DOCKER.resolve(file))).toList();
      List<String> admitted =
          matches("(?m)^!(\\S+)", DeploymentFiles.read(DOCKER.resolve(file + ".dockerignore")))
              .toList();
      assertThat(sources)
          .contains("pom.xml", "src", "schemas", "models", "docker/healthcheck")
          .allSatisfy(
              source -> {
                assertThat(ROOT.resolve(source.replaceAll("/\\*.*", ""))).exists();
                assertThat(admitted).anyMatch(each -> (source + "/").startsWith(each + "/"));
              });
    }
    assertThat(ROOT.resolve("src/main/dist/bin/paa-streams")).isExecutable();
    assertThat(DOCKER.resolve("healthcheck")).isExecutable();
  }

  private void requireServers(String bootstrapServers, String registryUrl) {
    assertThat(environment("kafka").get("KAFKA_ADVERTISED_LISTENERS"))
        .contains("INSIDE://" + bootstrapServers + ",");
    URI registry = URI.create(registryUrl);
    assertThat(services.has(registry.getHost())).isTrue();
    assertThat(ports("registry")).singleElement().asString().endsWith(":" + registry.getPort());
    assertThat(registry).hasPath("/apis/ccompat/v7");
  }

  private PaaStreamsConfig pipelineConfig() {
    return PaaStreamsConfig.load(DOCKER.resolve("pipeline.yaml"), imageEnvironment(), List.of());
  }

  /** What the image sets for the configuration. */
  private Map<String, String> imageEnvironment() {
    Map<String, String> environment = new HashMap<>();
    Matcher matcher = Pattern.compile("(PAA_[A-Z_]+)=(\\S+)").matcher(dockerfile);
    while (matcher.find()) {
      environment.put(matcher.group(1), matcher.group(2));
    }
    return environment;
  }

  /** Without the digest that docker/pin-digests may have added. */
  private String image(String service) {
    return services.get(service).get("image").asText().replaceFirst("@.*", "");
  }

  private List<String> ports(String service) {
    return StreamSupport.stream(services.get(service).get("ports").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private Map<String, String> environment(String service) {
    Map<String, String> environment = new HashMap<>();
    services
        .get(service)
        .get("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }

  private String property(String name) {
    return matches("<" + Pattern.quote(name) + ">(.*?)</", pom).findFirst().orElseThrow();
  }

  private static Duration seconds(String text) {
    return Duration.parse("PT" + text);
  }

  private static Stream<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names.stream();
  }

  private static Stream<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map((MatchResult r) -> r.group(1));
  }
}
