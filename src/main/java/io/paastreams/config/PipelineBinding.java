package io.paastreams.config;

import io.paastreams.pipeline.ClaimCheckPolicy;
import io.paastreams.pipeline.InvalidPipelineConfigException;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.pipeline.PipelineConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds {@code model}, {@code batch}, {@code pipeline}, {@code admission}, {@code claimChecks} and
 * {@code metrics}.
 */
final class PipelineBinding {

  /** What {@link PipelineConfig} calls differently. */
  private static final Map<String, String> KEYS =
      Map.of(
          "bootstrapServers", "kafka.bootstrap.servers",
          "maxBatchSize", "batch.maxSize",
          "maxBatchDelay", "batch.maxDelay",
          "maxAge", "admission.maxAge");

  private PipelineBinding() {}

  static ModelConfig readModel(ConfigReader reader) {
    reader.require(PaaStreamsKeys.MODEL_PATH);
    @Nullable Path path = reader.read(PaaStreamsKeys.MODEL_PATH);
    return new ModelConfig(
        path == null ? Path.of("") : path,
        reader.value(PaaStreamsKeys.MODEL_DEVICE),
        reader.value(PaaStreamsKeys.MODEL_PRECISION),
        reader.value(PaaStreamsKeys.MODEL_THREADS),
        reader.read(PaaStreamsKeys.MODEL_SCORE_VOTING),
        reader.read(PaaStreamsKeys.MODEL_SCORE_THRESHOLD));
  }

  static @Nullable MetricsConfig readMetrics(ConfigReader reader) {
    @Nullable Integer port = reader.read(PaaStreamsKeys.METRICS_PORT);
    String host = reader.value(PaaStreamsKeys.METRICS_HOST);
    return port == null ? null : new MetricsConfig(host, port);
  }

  static PipelineConfig read(ConfigReader reader, ClusterConfig cluster) {
    // What is missing there has been noted already.
    String servers =
        cluster.bootstrapServers().isBlank() ? "not-set:9092" : cluster.bootstrapServers();
    PipelineConfigBuilder builder =
        PipelineConfig.builder(reader.value(PaaStreamsKeys.APPLICATION_ID), servers)
            .guarantee(reader.value(PaaStreamsKeys.GUARANTEE))
            .streamThreads(reader.value(PaaStreamsKeys.STREAM_THREADS))
            .maxBatchSize(reader.value(PaaStreamsKeys.BATCH_MAX_SIZE))
            .maxBatchDelay(reader.value(PaaStreamsKeys.BATCH_MAX_DELAY))
            .maxInFlightPerTask(reader.value(PaaStreamsKeys.MAX_IN_FLIGHT))
            .drainTarget(reader.value(PaaStreamsKeys.DRAIN_TARGET))
            .drainTimeout(reader.value(PaaStreamsKeys.DRAIN_TIMEOUT))
            .maxInFlightBytes(reader.value(PaaStreamsKeys.MAX_IN_FLIGHT_BYTES))
            .maxFrameBytes(asInt(reader.value(PaaStreamsKeys.MAX_FRAME_BYTES)))
            .maxAge(reader.value(PaaStreamsKeys.MAX_AGE))
            .commitInterval(reader.value(PaaStreamsKeys.COMMIT_INTERVAL))
            .forwardInterval(reader.value(PaaStreamsKeys.FORWARD_INTERVAL))
            .startTimeout(reader.value(PaaStreamsKeys.START_TIMEOUT))
            .closeTimeout(reader.value(PaaStreamsKeys.CLOSE_TIMEOUT))
            .claimChecks(
                new ClaimCheckPolicy(
                    reader.value(PaaStreamsKeys.CLAIM_CHECK_ROOTS),
                    reader.value(PaaStreamsKeys.CLAIM_CHECK_ORIGINS),
                    asInt(reader.value(PaaStreamsKeys.CLAIM_CHECK_MAX_BYTES)),
                    reader.value(PaaStreamsKeys.CLAIM_CHECK_TIMEOUT)))
            .kafka(cluster.kafka());
    @Nullable Integer decodeThreads = reader.read(PaaStreamsKeys.DECODE_THREADS);
    if (decodeThreads != null) {
      builder.decodeThreads(decodeThreads);
    }
    try {
      return builder.build();
    } catch (InvalidPipelineConfigException e) {
      e.faults().forEach(fault -> reader.fault(inOurKeys(fault)));
      return PipelineConfig.builder("unsound", servers).build();
    }
  }

  private static String inOurKeys(String fault) {
    int end = fault.indexOf(" = ");
    String name = end < 0 ? "" : fault.substring(0, end);
    if (name.isEmpty() || name.indexOf('.') >= 0) {
      return fault;
    }
    return KEYS.getOrDefault(name, "pipeline." + name) + fault.substring(end);
  }

  private static int asInt(long bytes) {
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}
