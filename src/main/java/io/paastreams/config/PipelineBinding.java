package io.paastreams.config;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.detection.Profile;
import io.paastreams.inference.ScoringOptions;
import io.paastreams.pipeline.FailureHandling;
import io.paastreams.pipeline.InvalidPipelineConfigException;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.pipeline.PipelineConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
          "latencyTarget", "batch.latencyTarget");

  private static final Pattern FAULT = Pattern.compile("([^\\s:]+) = (.*?): (.*)");

  private PipelineBinding() {}

  static ModelConfig readModel(ConfigReader reader) {
    reader.require(PaaStreamsKeys.MODEL_PATH);
    @Nullable Path path = reader.read(PaaStreamsKeys.MODEL_PATH);
    return new ModelConfig(
        path == null ? Path.of("") : path,
        reader.value(PaaStreamsKeys.MODEL_TORCH),
        reader.value(PaaStreamsKeys.MODEL_DEVICE),
        reader.value(PaaStreamsKeys.MODEL_PRECISION),
        reader.value(PaaStreamsKeys.MODEL_THREADS),
        reader.value(PaaStreamsKeys.MODEL_PARALLEL_BATCHES),
        reader.read(PaaStreamsKeys.MODEL_MAX_NATIVE_MEMORY),
        readScoring(reader));
  }

  private static ScoringOptions readScoring(ConfigReader reader) {
    Profile profile = reader.value(PaaStreamsKeys.MODEL_PROFILE);
    @Nullable Float score = reader.read(PaaStreamsKeys.MODEL_SCORE_THRESHOLD);
    @Nullable Float faint = reader.read(PaaStreamsKeys.MODEL_FAINT_THRESHOLD);
    if (faint != null && profile == Profile.REFERENCE) {
      reader.fault(
          "%s: the profile reference has no faint boxes; leave it out, or set model.profile: serving"
              .formatted(reader.setting(PaaStreamsKeys.MODEL_FAINT_THRESHOLD.name())));
    }
    if (faint != null && score != null && faint > score) {
      reader.fault(
          "%s: must not exceed model.scoreThreshold, which is %s"
              .formatted(reader.setting(PaaStreamsKeys.MODEL_FAINT_THRESHOLD.name()), score));
    }
    return new ScoringOptions(
        profile,
        score,
        reader.value(PaaStreamsKeys.MODEL_FAINT_DETECTIONS),
        faint,
        reader.read(PaaStreamsKeys.MODEL_SCORE_VOTING));
  }

  static @Nullable MetricsConfig readMetrics(ConfigReader reader) {
    @Nullable Integer port = reader.read(PaaStreamsKeys.METRICS_PORT);
    String host = reader.value(PaaStreamsKeys.METRICS_HOST);
    return port == null ? null : new MetricsConfig(host, port);
  }

  static ClaimCheckPolicy readClaimChecks(ConfigReader reader) {
    return new ClaimCheckPolicy(
        reader.value(PaaStreamsKeys.CLAIM_CHECK_ROOTS),
        reader.value(PaaStreamsKeys.CLAIM_CHECK_ORIGINS),
        reader.value(PaaStreamsKeys.CLAIM_CHECK_PRIVATE_ORIGINS),
        reader.value(PaaStreamsKeys.CLAIM_CHECK_S3_BUCKETS),
        ImageStoreBinding.s3(reader),
        reader.value(PaaStreamsKeys.CLAIM_CHECK_MAX_BYTES),
        reader.value(PaaStreamsKeys.CLAIM_CHECK_TIMEOUT));
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
            .latencyTarget(reader.value(PaaStreamsKeys.BATCH_LATENCY_TARGET))
            .maxInFlightPerTask(reader.value(PaaStreamsKeys.MAX_IN_FLIGHT))
            .drainTarget(reader.value(PaaStreamsKeys.DRAIN_TARGET))
            .drainTimeout(reader.value(PaaStreamsKeys.DRAIN_TIMEOUT))
            .maxInFlightBytes(reader.value(PaaStreamsKeys.MAX_IN_FLIGHT_BYTES))
            .maxFrameBytes(reader.value(PaaStreamsKeys.MAX_FRAME_BYTES))
            .admission(AdmissionBinding.read(reader))
            .forwardInterval(reader.value(PaaStreamsKeys.FORWARD_INTERVAL))
            .startTimeout(reader.value(PaaStreamsKeys.START_TIMEOUT))
            .closeTimeout(reader.value(PaaStreamsKeys.CLOSE_TIMEOUT))
            .failures(
                new FailureHandling(
                    reader.value(PaaStreamsKeys.ON_FAILURE),
                    reader.value(PaaStreamsKeys.MAX_REPLACEMENTS),
                    reader.value(PaaStreamsKeys.DEVICE_STUCK_AFTER),
                    reader.value(PaaStreamsKeys.DEVICE_STOP_AFTER)))
            .claimChecks(readClaimChecks(reader))
            .kafka(cluster.kafka());
    @Nullable Integer decodeThreads = reader.read(PaaStreamsKeys.DECODE_THREADS);
    if (decodeThreads != null) {
      builder.decodeThreads(decodeThreads);
    }
    @Nullable Duration commitInterval = reader.read(PaaStreamsKeys.COMMIT_INTERVAL);
    if (commitInterval != null) {
      builder.commitInterval(commitInterval);
    }
    requireRoomForFrames(reader, cluster.kafka());
    try {
      return builder.build();
    } catch (InvalidPipelineConfigException e) {
      e.faults().forEach(fault -> reader.fault(inOurKeys(fault, reader)));
      return PipelineConfig.builder("unsound", servers).build();
    }
  }

  /**
   * A fault that {@link PipelineConfig} found, by the key that the user knows and with the value
   * and the place that the user gave.
   */
  static String inOurKeys(String fault, ConfigReader reader) {
    Matcher matcher = FAULT.matcher(fault);
    if (!matcher.matches()) {
      int end = fault.indexOf(": ");
      Setting misnamed = end < 0 ? null : reader.setting(fault.substring(0, end));
      return misnamed == null ? fault : misnamed.withoutValue() + fault.substring(end);
    }
    String name = matcher.group(1);
    String key = name.indexOf('.') >= 0 ? name : KEYS.getOrDefault(name, "pipeline." + name);
    Setting setting = reader.setting(key);
    return setting == null
        ? key + " = " + matcher.group(2) + ": " + matcher.group(3)
        : setting + ": " + matcher.group(3);
  }

  /** A dead letter carries the frame's bytes, so the producer must be able to send them. */
  private static void requireRoomForFrames(ConfigReader reader, Map<String, String> kafka) {
    for (String name : List.of("producer.max.request.size", "max.request.size")) {
      String size = kafka.get(name);
      int frame = reader.value(PaaStreamsKeys.MAX_FRAME_BYTES);
      if (size != null && size.matches("\\d{1,10}") && Long.parseLong(size) <= frame) {
        reader.fault(
            "%s: must be above pipeline.maxFrameBytes, which is %d"
                .formatted(reader.setting(PaaStreamsKeys.KAFKA + name), frame));
      }
    }
  }
}
