package io.paastreams.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.detection.Detection;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.DetectionId;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.geometry.Box;
import io.paastreams.pipeline.PixelFrames.Wish;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.streams.AnyTimestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The outcome of each frame. What commits cover is shown on real brokers. */
final class DetectionTopologyTest {

  @Test
  void frame_becomesADetectionRecordWithItsLineage() {
    try (TopologyFixture fixture = TopologyFixture.instant()) {
      Frame frame = PixelFrames.frame(3, 17, Wish.DETECT, TopologyFixture.NOW.minusMillis(250));
      fixture.pipe(frame);
      fixture.finish();

      TestRecord<String, DetectedFrame> record = fixture.detections.readRecord();
      DetectedFrame detected = record.value();
      SourceOffset source = new SourceOffset("frames.v1", 0, 0);
      assertThat(record.key()).isEqualTo("camera-3");
      assertThat(detected.frameId()).isEqualTo(frame.frameId());
      assertThat(detected.sessionId()).isEqualTo(PixelFrames.SESSION);
      assertThat(detected.sequence()).isEqualTo(17);
      assertThat(detected.frameSize()).isEqualTo(PixelFrames.SIZE);
      assertThat(detected.detections())
          .containsExactly(new Detection(new Box(3, 17, 4, 18), 0, 0.5f));
      assertThat(detected.labels()).containsExactly("frame");
      assertThat(detected.model().name()).isEqualTo("pixels");
      assertThat(detected.source()).isEqualTo(source);
      assertThat(detected.detectionId())
          .isEqualTo(DetectionId.of("camera-3", source, "00".repeat(32)));
      assertThat(detected.captureTime()).isEqualTo(frame.captureTime());
      assertThat(detected.detectionTime()).isEqualTo(TopologyFixture.NOW);
      assertThat(fixture.listener.latencies).containsExactly(Duration.ofMillis(250));
    }
  }

  @Test
  void traceAndEventHeaders_areCarriedThroughAndTheEventsOwnIdReplaced() {
    try (TopologyFixture fixture = TopologyFixture.instant()) {
      RecordHeaders headers = new RecordHeaders();
      String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
      headers.add("traceparent", trace.getBytes(UTF_8));
      headers.add("ce_tenant", "north".getBytes(UTF_8));
      headers.add("__streams.errors.message", "of an earlier life".getBytes(UTF_8));
      fixture.pipe(PixelFrames.frame(1, 1), headers);
      fixture.finish();

      TestRecord<String, DetectedFrame> record = fixture.detections.readRecord();
      assertThat(text(record.headers()))
          .hasEntrySatisfying(
              "traceparent",
              child ->
                  assertThat(child)
                      .matches(trace.substring(0, 36) + "[0-9a-f]{16}-01")
                      .isNotEqualTo(trace))
          .containsEntry("ce_tenant", "north")
          .containsEntry("ce_id", record.value().detectionId().toString())
          .containsEntry("ce_type", "io.paastreams.detection.v1")
          .doesNotContainKey("__streams.errors.message");
    }
  }

  @Test
  void frameOlderThanTheMaximumAge_isSkippedInOrderAndNotDetected() {
    PipelineConfigBuilder config =
        TopologyFixture.config().with(AdmissionRule.MAX_AGE, Duration.ofSeconds(2));
    try (TopologyFixture fixture = new TopologyFixture(config, PixelDetector.instant())) {
      fixture.pipe(frameOfAge(0, Duration.ofSeconds(1)));
      fixture.pipe(frameOfAge(1, Duration.ofMillis(2001)));
      fixture.pipe(frameOfAge(2, Duration.ZERO));
      fixture.finish();

      assertThat(fixture.listener.outcomes).containsExactly(0L, 1L, 2L);
      assertThat(fixture.skipped.readValuesToList())
          .singleElement()
          .satisfies(
              skipped -> {
                assertThat(skipped.reason()).isEqualTo(SkipReason.TOO_OLD);
                assertThat(skipped.sessionId()).isEqualTo(PixelFrames.SESSION);
                assertThat(skipped.sequence()).isEqualTo(1);
                assertThat(skipped.skipTime()).isEqualTo(TopologyFixture.NOW);
              });
      assertThat(fixture.detections.getQueueSize()).isEqualTo(2);
    }
  }

  @Test
  void frameThatBreaksTheModel_isDeadLetteredAloneWithItsOwnBytes() {
    try (TopologyFixture fixture = TopologyFixture.instant()) {
      Frame culprit = PixelFrames.frame(0, 5, Wish.FAIL, TopologyFixture.NOW);
      for (int i = 0; i < 10; i++) {
        fixture.pipe(i == 5 ? culprit : PixelFrames.frame(0, i));
      }
      fixture.finish();

      TestRecord<byte[], byte[]> letter = fixture.deadLetters.readRecord();
      assertThat(letter.value()).isEqualTo(fixture.bytes(culprit));
      assertThat(letter.key()).asString().isEqualTo("camera-0");
      assertThat(text(letter.headers()))
          .containsEntry("__streams.errors.exception", "java.lang.IllegalStateException")
          .containsEntry("__streams.errors.topic", "frames.v1")
          .containsEntry("__streams.errors.partition", "0")
          .containsEntry("__streams.errors.offset", "5")
          .containsEntry("paa.failure", "model-failed")
          .hasEntrySatisfying(
              "__streams.errors.message",
              message -> assertThat(message).contains("this frame wishes to fail"))
          .hasEntrySatisfying(
              "__streams.errors.stacktrace",
              trace -> assertThat(trace).contains("PixelDetector.read"));
      assertThat(fixture.deadLetters.isEmpty()).isTrue();
      assertThat(fixture.detections.getQueueSize()).isEqualTo(9);
      assertThat(fixture.listener.outcomes).isSorted().hasSize(10);
    }
  }

  @Test
  void poisonRecords_areDeadLetteredWithTheirExactBytesAndTheReason() {
    try (TopologyFixture fixture = TopologyFixture.instant()) {
      byte[] key = "camera-0".getBytes(UTF_8);
      byte[] good = fixture.bytes(PixelFrames.frame(0, 0));
      byte[] truncatedJpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16};
      byte[] badImage =
          fixture.bytes(PixelFrames.frame(0, 0, new Encoded(Encoding.JPEG, truncatedJpeg)));
      byte[] claim =
          fixture.bytes(
              PixelFrames.frame(
                  0, 0, new ClaimCheck("http://10.0.0.1/x", 10, "ab".repeat(32), "image/jpeg")));
      Map<byte[], String> poison = new HashMap<>();
      poison.put(new byte[0], "unreadable-record");
      poison.put(withByte(good, 0, 7), "unreadable-record");
      poison.put(withByte(good, 4, 99), "unreadable-record");
      poison.put(Arrays.copyOf(good, good.length / 2), "unreadable-record");
      poison.put(badImage, "picture-truncated");
      poison.put(claim, "claim-check-not-allowed");
      poison.forEach(
          (value, kind) -> {
            fixture.pipe(key, value);
            fixture.finish();
            TestRecord<byte[], byte[]> letter = fixture.deadLetters.readRecord();
            assertThat(text(letter.headers())).containsEntry("paa.failure", kind);
            assertThat(letter.value()).isEqualTo(value);
            assertThat(letter.key()).isEqualTo(key);
          });
      assertThat(fixture.detections.isEmpty()).isTrue();
    }
  }

  @Test
  void nullValue_isDeadLetteredAndANullKeyDoesNotMatter() {
    try (TopologyFixture fixture = TopologyFixture.instant()) {
      fixture.pipe("camera-1".getBytes(UTF_8), null);
      fixture.pipe(null, fixture.bytes(PixelFrames.frame(4, 2)));
      fixture.finish();

      TestRecord<byte[], byte[]> letter = fixture.deadLetters.readRecord();
      assertThat(letter.value()).isNull();
      assertThat(text(letter.headers())).containsEntry("paa.failure", "no-value");
      assertThat(fixture.detections.readRecord().key()).isEqualTo("camera-4");
    }
  }

  @Test
  void frameAboveTheLimit_isDeadLetteredWithoutBeingRead() {
    PipelineConfigBuilder config =
        TopologyFixture.config().with(PipelineConfig.MAX_FRAME_BYTES, 1 << 10);
    try (TopologyFixture fixture = new TopologyFixture(config, PixelDetector.instant())) {
      byte[] value = new byte[(1 << 10) + 1];
      fixture.pipe(null, value);
      fixture.finish();

      TestRecord<byte[], byte[]> letter = fixture.deadLetters.readRecord();
      assertThat(letter.value()).isEqualTo(value);
      assertThat(text(letter.headers()))
          .containsEntry("paa.failure", "frame-too-large")
          .containsEntry(
              "__streams.errors.message", "the frame event has 1025 bytes, maxFrameBytes is 1024");
    }
  }

  @Test
  void resultThatItsTopicWouldRefuse_isDeadLettered() {
    try (TopologyFixture fixture = TopologyFixture.instant()) {
      fixture.limits.topicTakes("detections.v1", 200);
      fixture.pipe(PixelFrames.frame(0, 0));
      fixture.finish();

      assertThat(text(fixture.deadLetters.readRecord().headers()))
          .containsEntry("paa.failure", "result-too-large");
    }
  }

  @Test
  void deadLetterThatItsTopicWouldRefuse_goesWithoutItsValueAndSaysSo() {
    try (TopologyFixture fixture = TopologyFixture.instant()) {
      fixture.limits.topicTakes("frames.dlq.v1", 4000);
      fixture.pipe(null, new byte[5000]);
      fixture.finish();

      TestRecord<byte[], byte[]> letter = fixture.deadLetters.readRecord();
      assertThat(letter.value()).isNull();
      assertThat(text(letter.headers())).containsEntry("paa.omitted.value.bytes", "5000");
    }
  }

  @Test
  void resultsOfManyFrames_comeInOrderAndMemoryIsGivenBack() {
    PipelineConfigBuilder config =
        TopologyFixture.config()
            .with(PipelineConfig.MAX_IN_FLIGHT_PER_TASK, 16)
            .with(PipelineConfig.MAX_BATCH_SIZE, 5)
            .with(PipelineConfig.DECODE_THREADS, 4);
    try (TopologyFixture fixture =
        new TopologyFixture(config, new PixelDetector(Duration.ofMillis(1)))) {
      for (int i = 0; i < 300; i++) {
        fixture.pipe(PixelFrames.frame(i % 7, i));
      }
      fixture.finish();

      assertThat(fixture.detections.readValuesToList())
          .extracting(DetectedFrame::sequence)
          .containsExactlyElementsOf(LongStream.range(0, 300).boxed().toList());
      assertThat(fixture.reservedBytes()).isZero();
    }
  }

  @Test
  void modelThatFailsOnEveryFrame_stopsInsteadOfDeadLetteringAllCameras() {
    PipelineConfigBuilder config =
        TopologyFixture.config()
            .with(PipelineConfig.MAX_MODEL_FAILURES_IN_ROW, 5)
            .with(PipelineConfig.MAX_IN_FLIGHT_PER_TASK, 1);
    TopologyFixture fixture = new TopologyFixture(config, PixelDetector.instant());
    fixture.detector.breakDown();

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                fixture.pipe(PixelFrames.frame(0, i));
              }
            })
        .rootCause()
        .hasMessage("the device is lost");
    assertThat(fixture.deadLetters.getQueueSize()).isEqualTo(4);
  }

  @Test
  @Timeout(20)
  void drain_doesNotWaitForCompanionsThatWillNotCome() {
    PipelineConfigBuilder config =
        TopologyFixture.config()
            .with(PipelineConfig.MAX_BATCH_SIZE, 8)
            .with(PipelineConfig.MAX_BATCH_DELAY, Duration.ofSeconds(10));
    try (TopologyFixture fixture = new TopologyFixture(config, PixelDetector.instant())) {
      for (int i = 0;
          i < 20;
          i++) { // each is drained by the driver's commit, for 200 s if it waited
        fixture.pipe(PixelFrames.frame(0, i));
      }
      fixture.finish();

      assertThat(fixture.detections.getQueueSize()).isEqualTo(20);
      assertThat(fixture.listener.drains).isNotEmpty();
    }
  }

  @Test
  void registryThatIsDown_stopsTheThreadAndDeadLettersNothing() {
    EventSerdes unreachable =
        EventSerdes.of(
            EventSerdesConfig.builtIn(
                RegistryConfig.at("http://localhost:1").withPatience(Duration.ZERO)));
    TopologyFixture fixture =
        new TopologyFixture(
            TopologyFixture.config(),
            PixelDetector.instant(),
            Topics.of(TopicNames.standard(), unreachable));
    byte[] event =
        InMemorySchemaRegistry.topics()
            .of(TopicKind.FRAMES)
            .valueSerde()
            .serializer()
            .serialize("frames.v1", PixelFrames.frame(0, 0));

    assertThatThrownBy(() -> fixture.pipe(null, event))
        .hasRootCauseInstanceOf(java.net.ConnectException.class)
        .hasStackTraceContaining("RegistryUnavailableException");
    assertThat(fixture.deadLetters.isEmpty()).isTrue();
    assertThat(fixture.reservedBytes()).isZero();
  }

  @Test
  void hangingDetector_failsTheDrainSoThatNothingIsCommitted() {
    PipelineConfigBuilder config =
        TopologyFixture.config().with(PipelineConfig.DRAIN_TIMEOUT, Duration.ofSeconds(1));
    TopologyFixture fixture = new TopologyFixture(config, PixelDetector.instant());
    fixture.detector.hang();

    assertThatThrownBy(() -> fixture.pipe(PixelFrames.frame(0, 0)))
        .hasStackTraceContaining("frame frames.v1-0@0 has no result after");
    assertThat(fixture.listener.outcomes).isEmpty();
    fixture.detector.recover();
  }

  @Test
  void recordWithoutTimestamp_isTaken() {
    ConsumerRecord<Object, Object> record = new ConsumerRecord<>("frames.v1", 0, 0, "k", "v");
    assertThat(record.timestamp()).isNegative();

    assertThat(new AnyTimestamp().extract(record, -1)).isZero();
  }

  @Test
  void resultsOfARecordWithoutTimestamp_haveTheCaptureTime() {
    try (TopologyFixture fixture = TopologyFixture.instant()) {
      Instant captured = TopologyFixture.NOW.minusMillis(250);
      byte[] good = fixture.bytes(PixelFrames.frame(0, 0, Wish.DETECT, captured));
      for (long none : new long[] {0, Long.MAX_VALUE}) {
        fixture.frames.pipeInput(new TestRecord<>(null, good, new RecordHeaders(), none));
        fixture.frames.pipeInput(new TestRecord<>(null, new byte[1], new RecordHeaders(), none));
      }
      fixture.finish();

      assertThat(fixture.detections.readRecordsToList())
          .hasSize(2)
          .allMatch(record -> record.getRecordTime().equals(captured));
      assertThat(fixture.deadLetters.readRecordsToList())
          .hasSize(2)
          .allMatch(record -> record.getRecordTime().equals(TopologyFixture.NOW));
    }
  }

  @Test
  void topology_isDescribedWithoutABrokerAndWithoutAModel() {
    try (TopologyFixture fixture = TopologyFixture.instant()) {
      assertThat(DetectionPipeline.describe(fixture.topics))
          .contains("Source: frames (topics: [frames.v1])")
          .contains("Processor: detect (stores: [in-flight])")
          .contains("Sink: detections (topic: detections.v1)")
          .contains("Sink: skipped (topic: frames.skipped.v1)")
          .contains("Sink: dead-letters (topic: frames.dlq.v1)");
    }
  }

  private static Frame frameOfAge(long sequence, Duration age) {
    return PixelFrames.frame(0, sequence, Wish.DETECT, TopologyFixture.NOW.minus(age));
  }

  private static byte[] withByte(byte[] bytes, int index, int value) {
    byte[] changed = bytes.clone();
    changed[index] = (byte) value;
    return changed;
  }

  static Map<String, String> text(Headers headers) {
    Map<String, String> text = new HashMap<>();
    headers.forEach(header -> text.put(header.key(), new String(header.value(), UTF_8)));
    return text;
  }
}
