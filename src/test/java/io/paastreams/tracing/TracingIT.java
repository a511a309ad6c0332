package io.paastreams.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.cluster.RulesTopic;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.StandInRegistry;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.RuleSet;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.event.TraceParent;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.image.RgbImage;
import io.paastreams.inference.Detector;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.tracing.OtlpReceiver.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a real broker, from a frame to the alert that it causes, and to a collector over HTTP. */
@Timeout(120)
class TracingIT {

  private static final int FRAMES = 30;
  private static final Size SIZE = new Size(64, 64);
  private static final List<TopicKind<?>> KINDS =
      List.of(
          TopicKind.FRAMES,
          TopicKind.DETECTIONS,
          TopicKind.TRACKS,
          TopicKind.EVENTS,
          TopicKind.ALERTS);

  private final Map<String, List<TraceParent>> traces = new TreeMap<>();

  @Test
  void theTraceOfAFrame_isCarriedToItsAlert_andEverySpanThatAHeaderNamesIsSent() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        StandInRegistry registry = StandInRegistry.open();
        OtlpReceiver collector = OtlpReceiver.open();
        EventSerdes serdes =
            EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at(registry.url())));
        Tracing tracing =
            Objects.requireNonNull(
                Tracing.start(
                    new TracingConfig(collector.address().resolve("/"), "Bearer secret", 1),
                    "paa-streams",
                    "1"))) {
      String servers = broker.bootstrapServers();
      try (TopicAdmin admin = TopicAdmin.connect(Map.of("bootstrap.servers", servers))) {
        admin.createMissing(TopicLayout.standard().withPartitions(2).topics(TopicNames.standard()));
        admin.awaitLeaders(TopicNames.standard().all());
      }
      serdes.prepare(TopicNames.standard());
      Topics topics = Topics.of(TopicNames.standard(), serdes);
      new RulesTopic(servers, Map.of(), topics.of(TopicKind.RULES))
          .apply(
              RuleSet.of(
                  "rules: {intruder: {when: presence, labels: [person], for: 1s}}",
                  Instant.now(),
                  "test"));
      PipelineSpans spans = tracing.ofPipeline("paa-streams");
      try (DetectionPipeline pipeline =
              DetectionPipeline.builder(
                      PipelineConfig.builder("paa-streams", servers)
                          .with(PipelineConfig.COMMIT_INTERVAL, Duration.ofMillis(200))
                          .build(),
                      topics,
                      new OnePerson(),
                      new Preprocessor(64, 64, 32))
                  .listener(spans)
                  .batchListener(spans)
                  .build();
          AnalyticsApplication analytics =
              new AnalyticsApplication(
                  analyticsConfig(servers, registry.url()).analytics(),
                  topics,
                  List.of(tracing.ofAnalytics("paa-analytics")))) {
        pipeline.start();
        analytics.start();
        play(servers, topics.of(TopicKind.FRAMES));
        follow(servers);
        Awaitility.await()
            .atMost(20, TimeUnit.SECONDS)
            .until(() -> collector.named("process frames.v1").size() == FRAMES);
      }
      tracing.close();

      assertTheHeaders();
      assertTheSpans(collector);
    }
  }

  private void assertTheHeaders() {
    Set<String> ofFrames =
        of(TopicKind.FRAMES).stream().map(TraceParent::traceId).collect(Collectors.toSet());
    assertThat(ofFrames).hasSize(FRAMES);
    for (TopicKind<?> kind : KINDS) {
      assertThat(of(kind))
          .as(kind.defaultName())
          .isNotEmpty()
          .allSatisfy(trace -> assertThat(ofFrames).contains(trace.traceId()));
    }
    List<String> all =
        traces.values().stream().flatMap(List::stream).map(TraceParent::spanId).toList();
    assertThat(all).doesNotHaveDuplicates();
  }

  private void assertTheSpans(OtlpReceiver collector) {
    Map<String, Received> byId = new HashMap<>();
    collector.spans.forEach(span -> byId.put(span.spanId(), span));
    for (TopicKind<?> kind : KINDS.subList(1, KINDS.size())) {
      assertThat(of(kind)).allSatisfy(trace -> assertThat(byId).containsKey(trace.spanId()));
    }
    List<String> path = new ArrayList<>();
    Received span = byId.get(of(TopicKind.ALERTS).get(0).spanId());
    while (span != null) {
      path.add(span.name());
      if (!byId.containsKey(span.parentId())) {
        assertThat(of(TopicKind.FRAMES))
            .as("the first parent is the camera's")
            .extracting(TraceParent::spanId)
            .contains(span.parentId());
      }
      span = byId.get(span.parentId());
    }
    Collections.reverse(path);
    assertThat(path).startsWith("process frames.v1").endsWith("send alerts.v1");
    assertThat(collector.named("batch"))
        .isNotEmpty()
        .allSatisfy(batch -> assertThat(batch.links()).isNotEmpty());
    assertThat(collector.named("batch").stream().mapToInt(batch -> batch.links().size()).sum())
        .isEqualTo(FRAMES);
    assertThat(collector.authorizations).contains("Bearer secret");
  }

  private List<TraceParent> of(TopicKind<?> kind) {
    return traces.getOrDefault(kind.defaultName(), List.of());
  }

  private static AnalyticsRunConfig analyticsConfig(String servers, String registry) {
    return PaaStreamsConfig.loadAnalytics(
        null,
        Map.of(),
        List.of(
            "kafka.bootstrap.servers=" + servers,
            "registry.url=" + registry,
            "pipeline.commitInterval=200ms"));
  }

  private static void play(String servers, Topic<Frame> frames) throws Exception {
    byte[] image = ImageEncoder.png(new RgbImage(SIZE, new byte[3 * 64 * 64]));
    Instant begin = Instant.now().minusSeconds(5);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < FRAMES; i++) {
        Instant captured = begin.plusMillis(100L * i);
        Frame frame =
            new Frame(
                UUID.randomUUID(),
                "gate",
                i,
                captured,
                captured,
                new FramePayload.Encoded(FramePayload.Encoding.PNG, image));
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(frames.name(), "gate".getBytes(StandardCharsets.UTF_8), null);
        byte[] value =
            frames.valueSerde().serializer().serialize(frames.name(), record.headers(), frame);
        producer
            .send(new ProducerRecord<>(record.topic(), null, record.key(), value, record.headers()))
            .get();
      }
    }
  }

  /** Reads everything until there is an alert and each frame has its tracks. */
  private void follow(String servers) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", servers,
                "group.id", "test",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(KINDS.stream().map(TopicKind::defaultName).toList());
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(
              () -> {
                for (ConsumerRecord<byte[], byte[]> record :
                    consumer.poll(Duration.ofMillis(200))) {
                  traces
                      .computeIfAbsent(record.topic(), topic -> new ArrayList<>())
                      .add(TraceParent.of(record.headers()).orElseThrow());
                }
                return of(TopicKind.TRACKS).size() == FRAMES && !of(TopicKind.ALERTS).isEmpty();
              });
    }
  }

  /** Sees the same person in every frame. */
  private static final class OnePerson implements Detector {
    @Override
    public List<List<Detection>> detect(List<PreparedImage> batch) {
      LockSupport.parkNanos(30_000_000); // as a device takes its time
      return batch.stream()
          .map(image -> List.of(new Detection(new Box(10, 10, 30, 50), 0, 0.9f)))
          .toList();
    }

    @Override
    public LabelMap labels() {
      return new LabelMap(List.of("person"));
    }

    @Override
    public ModelIdentity model() {
      return new ModelIdentity("one-person", "0".repeat(64));
    }

    @Override
    public void close() {}
  }
}
