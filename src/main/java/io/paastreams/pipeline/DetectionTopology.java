package io.paastreams.pipeline;

import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.streams.CommitHook;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The topology, the same in production and in tests.
 *
 * <pre>
 *   frames.v1 --&gt; frames --&gt; detect --+--&gt; detections   --&gt; detections.v1
 *                                     +--&gt; skipped      --&gt; frames.skipped.v1
 *                                     +--&gt; dead-letters --&gt; frames.dlq.v1
 * </pre>
 *
 * <p>The source keeps the records' bytes: see {@link FrameIntake}. Every frame leaves {@code
 * detect} through exactly one of the three sinks.
 */
final class DetectionTopology {

  static final String FRAMES = "frames";
  static final String DETECT = "detect";
  static final String DETECTIONS = "detections";
  static final String SKIPPED = "skipped";
  static final String DEAD_LETTERS = "dead-letters";
  static final String COMMIT_HOOK = "in-flight";

  private DetectionTopology() {}

  /** The topology with the services of this JVM. */
  static Topology of(PipelineConfig config, Topics topics, DetectionServices services) {
    return of(topics, () -> new DetectProcessor(config, services));
  }

  /** The same topology for display only. */
  static Topology shape(Topics topics) {
    return of(topics, NoProcessor::new);
  }

  private static Topology of(Topics topics, DetectProcessors detect) {
    var bytesIn = new ByteArrayDeserializer();
    var bytesOut = new ByteArraySerializer();
    var written = SerializedResult.serializer();
    return new Topology()
        .addSource(FRAMES, bytesIn, bytesIn, topics.of(TopicKind.FRAMES).name())
        .addProcessor(DETECT, detect, FRAMES)
        .addSink(DETECTIONS, topics.of(TopicKind.DETECTIONS).name(), bytesOut, written, DETECT)
        .addSink(SKIPPED, topics.of(TopicKind.SKIPPED).name(), bytesOut, written, DETECT)
        .addSink(DEAD_LETTERS, topics.of(TopicKind.DEAD_LETTERS).name(), bytesOut, written, DETECT);
  }

  /** Takes the place of {@link DetectProcessor} in a topology that is not run. */
  private static final class NoProcessor
      implements Processor<
          byte @Nullable [], byte @Nullable [], byte @Nullable [], SerializedResult> {
    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
      throw new IllegalStateException("this topology is for display only");
    }
  }

  /** Creates the processor of each task, with its commit hook. */
  private interface DetectProcessors
      extends ProcessorSupplier<
          byte @Nullable [], byte @Nullable [], byte @Nullable [], SerializedResult> {

    @Override
    default Set<StoreBuilder<?>> stores() {
      return Set.of(CommitHook.builder(COMMIT_HOOK));
    }
  }
}
