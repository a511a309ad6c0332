package io.paastreams.pipeline;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.streams.Guarantee;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The defaults of a {@link PipelineConfig}, and what a user has instead. */
public final class PipelineConfigBuilder {

  private final String applicationId;
  private final String bootstrapServers;
  private Guarantee guarantee = Guarantee.AT_LEAST_ONCE;
  private int streamThreads = 2;
  private int decodeThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private int maxBatchSize = 8;
  private Duration maxBatchDelay = Duration.ofMillis(20);
  private Duration latencyTarget = Duration.ZERO;
  private int maxInFlightPerTask = 64;
  private Duration drainTarget = Duration.ofSeconds(1);
  private Duration drainTimeout = Duration.ofSeconds(30);
  private long maxInFlightBytes = 256L << 20;
  private int maxFrameBytes = 8 << 20;
  private AdmissionConfig admission = AdmissionConfig.EVERY_FRAME;
  private int maxModelFailuresInRow = 100;
  private @Nullable Duration commitInterval;
  private Duration forwardInterval = Duration.ofMillis(5);
  private Duration startTimeout = Duration.ofSeconds(60);
  private Duration closeTimeout = Duration.ofSeconds(8);
  private FailureHandling failures = FailureHandling.STANDARD;
  private ClaimCheckPolicy claimChecks = ClaimCheckPolicy.refuseAll();
  private final Map<String, String> kafka = new HashMap<>();

  PipelineConfigBuilder(String applicationId, String bootstrapServers) {
    this.applicationId = applicationId;
    this.bootstrapServers = bootstrapServers;
  }

  public PipelineConfigBuilder guarantee(Guarantee guarantee) {
    this.guarantee = guarantee;
    return this;
  }

  public PipelineConfigBuilder streamThreads(int streamThreads) {
    this.streamThreads = streamThreads;
    return this;
  }

  public PipelineConfigBuilder decodeThreads(int decodeThreads) {
    this.decodeThreads = decodeThreads;
    return this;
  }

  public PipelineConfigBuilder maxBatchSize(int maxBatchSize) {
    this.maxBatchSize = maxBatchSize;
    return this;
  }

  public PipelineConfigBuilder maxBatchDelay(Duration maxBatchDelay) {
    this.maxBatchDelay = maxBatchDelay;
    return this;
  }

  public PipelineConfigBuilder latencyTarget(Duration latencyTarget) {
    this.latencyTarget = latencyTarget;
    return this;
  }

  public PipelineConfigBuilder maxInFlightPerTask(int maxInFlightPerTask) {
    this.maxInFlightPerTask = maxInFlightPerTask;
    return this;
  }

  public PipelineConfigBuilder drainTarget(Duration drainTarget) {
    this.drainTarget = drainTarget;
    return this;
  }

  public PipelineConfigBuilder drainTimeout(Duration drainTimeout) {
    this.drainTimeout = drainTimeout;
    return this;
  }

  public PipelineConfigBuilder maxInFlightBytes(long maxInFlightBytes) {
    this.maxInFlightBytes = maxInFlightBytes;
    return this;
  }

  public PipelineConfigBuilder maxFrameBytes(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
    return this;
  }

  /** Which frames are worth being detected. */
  public PipelineConfigBuilder admission(AdmissionConfig admission) {
    this.admission = admission;
    return this;
  }

  /** Frames of any camera that were captured longer ago are skipped. */
  public PipelineConfigBuilder maxAge(Duration maxAge) {
    this.admission = admission.withMaxAge(maxAge);
    return this;
  }

  public PipelineConfigBuilder maxModelFailuresInRow(int maxModelFailuresInRow) {
    this.maxModelFailuresInRow = maxModelFailuresInRow;
    return this;
  }

  public PipelineConfigBuilder commitInterval(Duration commitInterval) {
    this.commitInterval = commitInterval;
    return this;
  }

  public PipelineConfigBuilder forwardInterval(Duration forwardInterval) {
    this.forwardInterval = forwardInterval;
    return this;
  }

  public PipelineConfigBuilder startTimeout(Duration startTimeout) {
    this.startTimeout = startTimeout;
    return this;
  }

  public PipelineConfigBuilder failures(FailureHandling failures) {
    this.failures = failures;
    return this;
  }

  public PipelineConfigBuilder closeTimeout(Duration closeTimeout) {
    this.closeTimeout = closeTimeout;
    return this;
  }

  public PipelineConfigBuilder claimChecks(ClaimCheckPolicy claimChecks) {
    this.claimChecks = claimChecks;
    return this;
  }

  /** One setting of Kafka Streams or its clients. */
  public PipelineConfigBuilder kafka(String setting, String value) {
    kafka.put(setting, value);
    return this;
  }

  /** Settings of Kafka Streams or its clients. */
  public PipelineConfigBuilder kafka(Map<String, String> settings) {
    kafka.putAll(settings);
    return this;
  }

  /**
   * Checks everything.
   *
   * @throws InvalidPipelineConfigException with all faults
   */
  public PipelineConfig build() {
    return new PipelineConfig(
        applicationId,
        bootstrapServers,
        guarantee,
        streamThreads,
        decodeThreads,
        maxBatchSize,
        maxBatchDelay,
        latencyTarget,
        maxInFlightPerTask,
        drainTarget,
        drainTimeout,
        maxInFlightBytes,
        maxFrameBytes,
        admission,
        maxModelFailuresInRow,
        commitInterval == null ? guarantee.commitInterval() : commitInterval,
        forwardInterval,
        startTimeout,
        closeTimeout,
        failures,
        claimChecks,
        kafka);
  }
}
