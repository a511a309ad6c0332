package io.paastreams.event;

import io.paastreams.detection.Detection;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.geometry.Box;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serde;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What Avro costs a frame: reading its event, and writing the detection record. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class RecordBenchmark {

  private static final String FRAMES = "frames.v1";
  private static final String DETECTIONS = "detections.v1";

  @Param({"10", "100"})
  public int objects;

  @Param({"10000", "500000"})
  public int imageBytes;

  private final EventSerdes serdes = InMemorySchemaRegistry.serdes();
  private final Serde<Frame> frames = serdes.of(TopicKind.FRAMES);
  private final Serde<DetectedFrame> detections = serdes.of(TopicKind.DETECTIONS);
  private byte[] frameEvent = {};
  private DetectedFrame detected = EventSamples.detectedFrame();

  @Setup
  public void makeRecords() {
    Frame frame = EventSamples.frame(new Encoded(Encoding.JPEG, new byte[imageBytes]));
    frameEvent = frames.serializer().serialize(FRAMES, frame);
    DetectedFrame sample = EventSamples.detectedFrame();
    detected =
        new DetectedFrame(
                sample.detectionId(),
                sample.lineage(),
                sample.frameSize(),
                Collections.nCopies(objects, new Detection(new Box(1, 2, 30, 40), 0, 0.875f)),
                Collections.nCopies(objects, "person"),
                sample.model(),
                sample.detectionTime())
            .withFaint(sample.terms(), sample.faint(), sample.faintLabels());
  }

  @Benchmark
  public Frame readFrameEvent() {
    return frames.deserializer().deserialize(FRAMES, frameEvent);
  }

  @Benchmark
  public byte[] writeDetectionRecord() {
    return detections.serializer().serialize(DETECTIONS, detected);
  }
}
