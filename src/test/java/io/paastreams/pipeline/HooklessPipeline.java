package io.paastreams.pipeline;

import io.paastreams.batch.BatchListener;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.image.ImageDecoder;
import io.paastreams.streams.CommitHook;
import io.paastreams.streams.KafkaSettings;
import io.paastreams.streams.RecordLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline with one thing removed: nothing is drained before a commit. It shows what the hook
 * is for, and that the harness detects a loss.
 */
final class HooklessPipeline implements AutoCloseable {

  private final DetectionServices services;
  private final KafkaStreams streams;

  HooklessPipeline(Scenario scenario) {
    PipelineConfig config = scenario.config().build();
    Topics topics = scenario.topics();
    RecordLimits limits = new RecordLimits(1 << 20);
    services =
        new DetectionServices(
            config,
            topics,
            limits,
            new ModelSlot(new PixelDetector(Duration.ofMillis(10)), PixelFrames.PREPROCESSOR),
            ImageDecoder.withDefaultLimits(),
            PipelineListener.NONE,
            BatchListener.NONE,
            InstantSource.system());
    var in = new ByteArrayDeserializer();
    Topology topology =
        new Topology()
            .addSource("frames", in, in, topics.of(TopicKind.FRAMES).name())
            .addProcessor("detect", new Hookless(config, services), "frames")
            .addSink(
                DetectionTopology.DETECTIONS,
                topics.of(TopicKind.DETECTIONS).name(),
                new ByteArraySerializer(),
                SerializedResult.serializer(),
                "detect");
    streams = new KafkaStreams(topology, KafkaSettings.of(config.settings(), limits));
    streams.start();
  }

  @Override
  public void close() {
    streams.close(
        CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(Duration.ofSeconds(30)));
    services.close();
  }

  private record Hookless(PipelineConfig config, DetectionServices services)
      implements ProcessorSupplier<
          byte @Nullable [], byte @Nullable [], byte @Nullable [], SerializedResult> {

    @Override
    public Processor<byte @Nullable [], byte @Nullable [], byte @Nullable [], SerializedResult>
        get() {
      DetectProcessor real = new DetectProcessor(config, services);
      return new Processor<>() {
        @Override
        public void init(ProcessorContext<byte @Nullable [], SerializedResult> context) {
          real.init(context);
          var unused = CommitHook.attach(context, DetectionTopology.COMMIT_HOOK, () -> {});
        }

        @Override
        public void process(Record<byte @Nullable [], byte @Nullable []> record) {
          real.process(record);
        }

        @Override
        public void close() {
          real.close();
        }
      };
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(CommitHook.builder(DetectionTopology.COMMIT_HOOK));
    }
  }
}
