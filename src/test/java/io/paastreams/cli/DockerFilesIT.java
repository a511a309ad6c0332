package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.paastreams.config.MetricsConfig;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.devkit.ContainerImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The files in docker/ fit the build, the commands, the configuration and one another. */
class DockerFilesIT {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Path DOCKER = ROOT.resolve("docker");
  private static final Pattern PINNED = Pattern.compile("[^:@]+:.*\\d+\\.\\d+.*");

  private final JsonNode services = yaml("compose.yaml").get("services");
  private final String dockerfile = read(DOCKER.resolve("Dockerfile"));
  private final String pom = read(ROOT.resolve("pom.xml"));

  @Test
  void everyImageIsPinned() {
    List<String> images =
        Stream.concat(
                matches("(?m)^FROM (\\S+)", dockerfile),
                Stream.of(image("kafka"), image("registry")))
            .toList();
    assertThat(images).hasSize(4).allMatch(image -> PINNED.matcher(image).matches());
  }

  @Test
  void theServersAreOfTheVersionsThatTheBuildTests() {
    assertThat(image("kafka"))
        .isEqualTo(ContainerImages.KAFKA)
        .endsWith(":" + property("kafka.version"));
    assertThat(image("registry"))
        .isEqualTo(ContainerImages.REGISTRY)
        .endsWith(":" + property("registry.server.version"));
  }

  @Test
  void whatTheImageTakesFromTheRepositoryIsThereAndNotIgnored() {
    List<String> sources = matches("(?m)^COPY (?!--)(\\S+) ", dockerfile).toList();
    assertThat(sources).contains("pom.xml", "src", "schemas", "models");
    List<String> admitted =
        matches("(?m)^!(\\S+)", read(DOCKER.resolve("Dockerfile.dockerignore"))).toList();
    assertThat(sources).allSatisfy(source -> assertThat(ROOT.resolve(source)).exists());
    assertThat(admitted).containsExactlyInAnyOrderElementsOf(sources);
  }

  @Test
  void whatTheImageTakesFromTheBuildIsThere_andStaysTogether() {
    List<String> built = matches("(?m)^COPY --from=build /build/(\\S+) ", dockerfile).toList();
    assertThat(built).hasSize(3).allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    assertThat(matches("(?m)^COPY --from=build \\S+ (\\S+)/[^/\\s]+$", dockerfile))
        .as("the jar finds lib and native beside itself")
        .containsOnly("/opt/paa-streams");
    assertThat(dockerfile)
        .contains("\"-jar\", \"/opt/paa-streams/paa-streams.jar\"]")
        .containsPattern("(?m)^USER (?!root)\\w+$");
  }

  @Test
  void theCommandIsOne() {
    String[] command =
        StreamSupport.stream(pipeline().get("command").spliterator(), false)
            .map(JsonNode::asText)
            .toArray(String[]::new);
    assertThatCode(() -> Main.commandLine().parseArgs(command)).doesNotThrowAnyException();
    String config = List.of(command).get(List.of(command).indexOf("--config") + 1);
    assertThat(pipeline().get("volumes"))
        .map(JsonNode::asText)
        .containsExactly("./pipeline.yaml:" + config + ":ro");
  }

  @Test
  void theConfigurationIsSound_andAgreesWithTheServices() {
    PaaStreamsConfig config =
        PaaStreamsConfig.load(DOCKER.resolve("pipeline.yaml"), environment("pipeline"), List.of());

    assertThat(environment("kafka").get("KAFKA_ADVERTISED_LISTENERS"))
        .contains("INSIDE://" + config.cluster().bootstrapServers() + ",");
    URI registry = URI.create(config.cluster().serdes().registry().urls().get(0));
    assertThat(services.has(registry.getHost())).isTrue();
    assertThat(ports("registry")).singleElement().asString().endsWith(":" + registry.getPort());
    assertThat(registry).hasPath("/apis/ccompat/v7");
    String inImage = "/opt/paa-streams/";
    assertThat(config.model().path().toString()).startsWith(inImage + "models/");
    assertThat(ROOT.resolve(config.model().path().toString().substring(inImage.length())))
        .isDirectory();
  }

  @Test
  void theHealthCheckAsksWhereMetricsAreServed() {
    MetricsConfig metrics =
        Objects.requireNonNull(
            PaaStreamsConfig.load(
                    DOCKER.resolve("pipeline.yaml"), environment("pipeline"), List.of())
                .metrics());

    assertThat(metrics.host()).isEqualTo("0.0.0.0");
    assertThat(pipeline().get("healthcheck").get("test").get(3).asText())
        .contains("/dev/tcp/127.0.0.1/" + metrics.port() + ";");
    assertThat(ports("pipeline")).containsExactly(metrics.port() + ":" + metrics.port());
  }

  @Test
  void thePublishedBrokerIsTheAdvertisedOne() {
    assertThat(ports("kafka")).containsExactly("9092:9092");
    assertThat(environment("kafka").get("KAFKA_ADVERTISED_LISTENERS"))
        .endsWith("OUTSIDE://localhost:9092");
  }

  private JsonNode pipeline() {
    return services.get("pipeline");
  }

  private String image(String service) {
    return services.get(service).get("image").asText();
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

  private static Stream<String> matches(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.results().map((MatchResult result) -> result.group(1));
  }

  private static JsonNode yaml(String name) {
    try {
      return new YAMLMapper().readTree(DOCKER.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
