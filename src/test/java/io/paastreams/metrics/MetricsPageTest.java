package io.paastreams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.batch.BatchTuning;
import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.live.LiveCluster;
import io.paastreams.live.LiveConfig;
import io.paastreams.live.LiveServer;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.streams.RecordFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/** The page of metrics is what /metrics serves. */
class MetricsPageTest {

  private static final Path PAGE = Path.of("src/site/markdown/metrics.md");
  private static final String TABLE_BEGIN = "| name | type | labels | meaning |";
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
  private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? \\S+");

  /** {@code -Dpaa.docs.write=true} writes the table instead of comparing it. */
  @Test
  void thePageListsEveryMetricOfOurs_asItIsServed() throws Exception {
    String page = Files.readString(PAGE);
    String expected = page.substring(0, page.indexOf(TABLE_BEGIN)) + table(served());
    if (Boolean.getBoolean("paa.docs.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE))
        .as("run: mvn test -Dtest=MetricsPageTest -Dpaa.docs.write=true")
        .isEqualTo(expected);
  }

  @Test
  void theOtherFamiliesThatThePageNames_areServed() throws Exception {
    String served = served();
    Matcher family = Pattern.compile("`([a-z0-9_]+_)\\*`").matcher(Files.readString(PAGE));
    assertThat(family.results().map(each -> each.group(1)))
        .contains("jvm_", "process_", "kafka_")
        .allSatisfy(prefix -> assertThat(served).contains("\n# TYPE " + prefix));
  }

  private static String table(String served) {
    Map<String, String> types = new TreeMap<>();
    Map<String, String> meanings = new TreeMap<>();
    Map<String, TreeSet<String>> labels = new TreeMap<>();
    for (String line : served.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      Matcher help = HELP.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (type.matches()) {
        types.put(type.group(1), type.group(2));
      } else if (help.matches()) {
        meanings.put(help.group(1), help.group(2));
      } else if (sample.matches() && sample.group(2) != null) {
        String family = sample.group(1).replaceAll("_(bucket|sum|count)$", "");
        Pattern.compile("([a-z0-9]+)=\"")
            .matcher(sample.group(2))
            .results()
            .map(each -> each.group(1))
            .filter(label -> !label.equals("le"))
            .forEach(label -> labels.computeIfAbsent(family, f -> new TreeSet<>()).add(label));
      }
    }
    StringBuilder table = new StringBuilder(TABLE_BEGIN + "\n|---|---|---|---|\n");
    types.forEach(
        (name, type) -> {
          if (name.startsWith("paa_") && !name.endsWith("_max")) {
            table.append(
                "| `%s` | %s | %s | %s. |\n"
                    .formatted(
                        name,
                        type,
                        String.join(", ", labels.getOrDefault(name, new TreeSet<>())),
                        meanings.get(name)));
          }
        });
    return table.toString();
  }

  /** Everything that run, analytics and ingest can serve, each once. */
  private static String served() throws IOException, InterruptedException {
    try (MetricsServer server =
            MetricsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Anything());
        StreamsMetrics streams = StreamsMetrics.ofPipeline(server.registry());
        StreamsMetrics ofAnalytics = StreamsMetrics.ofAnalytics(server.registry());
        KafkaStreams kafka = idle();
        EventSerdes serdes =
            EventSerdes.of(
                EventSerdesConfig.builtIn(RegistryConfig.at("http://registry.invalid")));
        DetectionPipeline pipeline =
            DetectionPipeline.builder(
                    PipelineConfig.builder("paa-streams", "127.0.0.1:1").build(),
                    Topics.of(TopicNames.standard(), serdes),
                    new NoDetector(),
                    new Preprocessor(320, 256, 32))
                .build();
        AnalyticsApplication analytics =
            new AnalyticsApplication(
                PaaStreamsConfig.loadAnalytics(
                        null,
                        Map.of(),
                        List.of(
                            "kafka.bootstrap.servers=127.0.0.1:1",
                            "registry.url=http://registry.invalid"))
                    .analytics(),
                Topics.of(TopicNames.standard(), serdes),
                List.of());
        LiveServer page =
            LiveServer.start(
                LiveConfig.onLoopback(0),
                new LiveCluster(
                    "127.0.0.1:1",
                    Map.of(),
                    Topics.of(TopicNames.standard(), serdes),
                    "paa-streams",
                    ClaimCheckPolicy.refuseAll()))) {
      new AnalyticsMetrics(server.registry()).watch(analytics);
      LiveMetrics.watch(page, server.registry());
      streams.accept(kafka);
      ofAnalytics.accept(kafka);
      tellEverything(server.registry(), pipeline);
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static void tellEverything(MeterRegistry registry, DetectionPipeline pipeline) {
    PipelineMetrics ofPipeline = new PipelineMetrics(registry, CameraLabels.atMost(1));
    ofPipeline.watch(pipeline);
    ofPipeline.watchConfigured(() -> true);
    Instant now = Instant.now();
    ofPipeline.frameDetected(MetricsSamples.detected("gate", now, now), Duration.ZERO);
    ofPipeline.frameSkipped(MetricsSamples.skipped("gate", SkipReason.TOO_OLD));
    ofPipeline.frameDeadLettered(
        new SourceOffset("frames.v1", 0, 0), "gate", new RecordFailure.NoValue("frame event"));
    BatchMetrics batches = new BatchMetrics(registry);
    batches.tuned("320x256", new BatchTuning(1, Duration.ofMillis(1), true));
    IngestMetrics ingest = new IngestMetrics(registry, InstantSource.system());
    ingest.expect("gate");
    ingest.frameLimited("gate");
    AnalyticsMetricsTest.tellEverything(new AnalyticsMetrics(registry));
  }

  private static KafkaStreams idle() {
    Topology topology = new Topology();
    topology.addSource("frames", "frames.v1");
    Properties properties = new Properties();
    properties.put("application.id", "paa-streams");
    properties.put("bootstrap.servers", "127.0.0.1:1");
    return new KafkaStreams(topology, properties);
  }

  private static final class Anything implements Health {
    @Override
    public boolean isLive() {
      return true;
    }

    @Override
    public List<HealthCheck> readiness() {
      return List.of();
    }

    @Override
    public Map<String, String> info() {
      return Map.of("version", "1");
    }
  }

  private static final class NoDetector implements Detector {
    @Override
    public List<List<Detection>> detect(List<PreparedImage> batch) {
      throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public LabelMap labels() {
      return new LabelMap(List.of("thing"));
    }

    @Override
    public ModelIdentity model() {
      return new ModelIdentity("none", "0".repeat(64));
    }

    @Override
    public void close() {}
  }
}
