package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.geometry.Size;
import io.paastreams.streams.ApplicationStartException;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.RecordFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a pipeline starts, fails and ends on a real broker. */
@Timeout(120)
final class PipelineStartIT {

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  @Test
  void missingTopics_areNamedWithTheCommandsThatCreateThem() {
    Scenario scenario = scenario("missing", Guarantee.AT_LEAST_ONCE);
    kafka.createTopics(1, Map.of(), "missing.frames", "missing.skipped");
    DetectionPipeline pipeline = scenario.pipeline().build();

    assertThatThrownBy(pipeline::start)
        .isInstanceOf(ApplicationStartException.class)
        .hasMessageContaining("missing.detections, missing.deadLetters")
        .hasMessageContaining("--create-topics")
        .hasMessageContaining("kafka-topics.sh")
        .hasMessageContaining("--create --topic missing.deadLetters");
    assertThat(pipeline.state()).isEqualTo(ApplicationState.STOPPED);
  }

  @Test
  @Timeout(60)
  void noBroker_isSaidWithinBoundedTime() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Scenario nowhere =
        new Scenario("localhost:" + port, "nowhere", Guarantee.AT_LEAST_ONCE, "classic");
    DetectionPipeline pipeline =
        DetectionPipeline.builder(
                nowhere.config().with(PipelineConfig.START_TIMEOUT, Duration.ofSeconds(2)).build(),
                nowhere.topics(),
                new PixelDetector(Duration.ZERO),
                PixelFrames.PREPROCESSOR)
            .build();

    assertThatThrownBy(pipeline::start)
        .isInstanceOf(ApplicationStartException.class)
        .hasMessageContaining("no Kafka broker answers at localhost:" + port);
  }

  @Test
  void lifeCycle_isReported_andAnUnstartedPipelineClosesToo() {
    Scenario scenario = scenario("life", Guarantee.AT_LEAST_ONCE);
    scenario.createTopics(kafka);
    RecordingListener listener = new RecordingListener();
    DetectionPipeline pipeline = scenario.pipeline().listener(listener).build();
    assertThat(pipeline.state()).isEqualTo(ApplicationState.NEW);
    pipeline.start();
    assertThat(pipeline.state().isHealthy()).isTrue();
    pipeline.close();
    pipeline.close();

    assertThat(listener.states)
        .startsWith(ApplicationState.STARTING)
        .contains(ApplicationState.RUNNING)
        .endsWith(ApplicationState.STOPPING, ApplicationState.STOPPED);
    DetectionPipeline unstarted = scenario.pipeline().build();
    unstarted.close();
    assertThat(unstarted.state()).isEqualTo(ApplicationState.STOPPED);
  }

  @Test
  void closedWhileItStarts_leavesNothingRunning() {
    Scenario scenario = scenario("hasty", Guarantee.AT_LEAST_ONCE);
    scenario.createTopics(kafka);
    CompletableFuture<DetectionPipeline> hasty = new CompletableFuture<>();
    PipelineListener closing =
        new PipelineListener() {
          @Override
          public void stateChanged(ApplicationState state) {
            if (state == ApplicationState.STARTING) {
              hasty.join().close();
            }
          }
        };
    DetectionPipeline pipeline = scenario.pipeline().listener(closing).build();
    hasty.complete(pipeline);

    assertThatThrownBy(pipeline::start)
        .isInstanceOf(ApplicationStartException.class)
        .hasMessage("the pipeline was closed while it was starting");
    assertThat(pipeline.state()).isEqualTo(ApplicationState.STOPPED);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith(scenario.id() + "-") && name.contains("StreamThread"));
  }

  @Test
  void lostDevice_failsThePipelineAndLosesNoFrame() throws Exception {
    Scenario scenario = scenario("lost-device", Guarantee.EXACTLY_ONCE);
    scenario.createTopics(kafka);
    PixelDetector detector = PixelDetector.instant();
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, 200).start()) {
      PipelineConfig config =
          scenario.config().with(PipelineConfig.MAX_MODEL_FAILURES_IN_ROW, 1).build();
      try (DetectionPipeline pipeline =
          DetectionPipeline.builder(config, scenario.topics(), detector, PixelFrames.PREPROCESSOR)
              .build()) {
        pipeline.start();
        ledger.awaitMore(100);
        detector.breakDown();

        assertThat(pipeline.awaitEnd()).isEqualTo(ApplicationState.FAILED);
        assertThat(pipeline.failure().orElseThrow()).hasStackTraceContaining("the device is lost");
      }
      try (DetectionPipeline repaired = scenario.pipeline().build()) {
        repaired.start();
        load.close();
        var count = ledger.settle(load, Duration.ofSeconds(20));
        assertThat(count.missing()).as("missing in %s", count).isZero();
        assertThat(count.doubled()).as("duplicates in %s", count).isZero();
      }
    }
  }

  /** Fetches are small, so that their buffers are; a frame that is larger comes all the same. */
  @Test
  void frameLargerThanAFetch_isDetected() {
    Scenario scenario = scenario("large", Guarantee.AT_LEAST_ONCE);
    kafka.createTopics(
        Scenario.PARTITIONS,
        Map.of("max.message.bytes", Integer.toString(20 << 20)),
        scenario.names().of(TopicKind.FRAMES),
        scenario.names().of(TopicKind.DETECTIONS),
        scenario.names().of(TopicKind.SKIPPED),
        scenario.names().of(TopicKind.DEAD_LETTERS));
    Size size = new Size(2048, 1536);
    Frame black =
        PixelFrames.frame(0, 0, new Raw(PixelFormat.RGB8, size, new byte[(int) (3 * size.area())]));
    Topic<Frame> topic = scenario.topics().of(TopicKind.FRAMES);
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), black);
    assertThat(value.length).isGreaterThan(8 << 20);
    RecordingListener listener = new RecordingListener();
    PipelineConfig config =
        scenario.config().with(PipelineConfig.MAX_FRAME_BYTES, 16 << 20).build();
    try (DetectionPipeline pipeline = scenario.pipeline(config).listener(listener).build();
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of(
                    "bootstrap.servers", scenario.bootstrapServers(), "max.request.size", 20 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      pipeline.start();
      for (int partition = 0; partition < 2; partition++) {
        var unused =
            producer.send(new ProducerRecord<>(topic.name(), partition, new byte[1], value));
      }
      await().atMost(60, TimeUnit.SECONDS).until(() -> listener.outcomes.size() == 2);
      assertThat(listener.failures).isEmpty();
    }
  }

  /** The broker refuses a record although it was measured; the frame must not stop the stream. */
  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void limitLoweredWhileRunning_isLearntAndCostsOneRestart(Guarantee guarantee) throws Exception {
    Scenario scenario = scenario("lowered", guarantee);
    scenario.createTopics(kafka);
    RecordingListener listener = new RecordingListener();
    try (CameraLoad load = new CameraLoad(scenario, 50);
        DetectionPipeline pipeline = scenario.pipeline().listener(listener).build()) {
      pipeline.start();
      lowerMaxMessageBytes(scenario.names().of(TopicKind.DETECTIONS), 300);
      load.start();

      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(
              () ->
                  listener.failures.stream()
                      .anyMatch(RecordFailure.ResultTooLarge.class::isInstance));
      assertThat(pipeline.state().isHealthy()).isTrue();
    }
  }

  private static void lowerMaxMessageBytes(String topic, int bytes) throws Exception {
    try (var admin = kafka.admin()) {
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      var entry = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
      admin
          .incrementalAlterConfigs(
              Map.of(
                  resource, java.util.List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private static Scenario scenario(String name, Guarantee guarantee) {
    String id = name.equals("lowered") ? name + "-" + guarantee.ordinal() : name;
    return new Scenario(kafka.bootstrapServers(), id, guarantee, "classic");
  }
}
