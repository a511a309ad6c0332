package io.paastreams.pipeline;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.KafkaSettings;
import io.paastreams.streams.RecordLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the pipeline runs. Made by {@link #builder}, which holds the defaults.
 *
 * @param applicationId name of the consumer group and of the transactional ids
 * @param bootstrapServers of the Kafka cluster
 * @param guarantee what readers see after failures (at least once)
 * @param streamThreads threads of Kafka Streams in this JVM (2); useful up to the number of
 *     partitions of the frames topic
 * @param decodeThreads threads that fetch, decode and resize pictures beside inference (half of the
 *     processors, at least 1)
 * @param maxBatchSize frames in a batch (8)
 * @param maxBatchDelay how long the oldest frame of a batch waits at most for those that are being
 *     decoded (20 ms); when none is, nobody waits
 * @param latencyTarget from a frame's decoding to its detections; the size of batches is chosen for
 *     it, and nobody waits for companions. Zero leaves size and delay as they are (zero)
 * @param maxInFlightPerTask frames of one partition between arrival and result (64); fewer are let
 *     in if the device needs longer than {@code drainTarget} for them
 * @param drainTarget how much work may be in flight, in time of the device (1 s). Before every
 *     commit all of it must be finished, and meanwhile its partition stands still
 * @param drainTimeout after this time without all results the commit is given up and the frames are
 *     read again (30 s)
 * @param maxInFlightBytes memory for frames and their pixels between arrival and result, of all
 *     tasks together (256 MiB)
 * @param maxFrameBytes largest value of a record on the frames topic (8 MiB); larger ones are
 *     dead-lettered
 * @param admission which frames are worth being detected (all)
 * @param maxModelFailuresInRow after this many frames in a row on which the detector failed, the
 *     pipeline stops, because the device or the model is at fault (100)
 * @param commitInterval how often offsets are committed (10 s under at-least-once, 500 ms under
 *     exactly-once, where this is also how long records stay invisible)
 * @param forwardInterval how often finished frames are looked for while none arrive (5 ms); also
 *     how long a poll for new frames blocks at most
 * @param startTimeout for reaching the broker and joining the group (60 s)
 * @param closeTimeout for closing altogether (8 s): two thirds of it for finishing what is in
 *     flight, then that is given up, uncommitted
 * @param failures what is done when a thread dies or the device hangs
 * @param claimChecks from where pictures may be fetched (nowhere)
 * @param kafka further settings of Kafka Streams and its clients, as they are named there; settings
 *     that would break the guarantees are refused
 */
public record PipelineConfig(
    String applicationId,
    String bootstrapServers,
    Guarantee guarantee,
    int streamThreads,
    int decodeThreads,
    int maxBatchSize,
    Duration maxBatchDelay,
    Duration latencyTarget,
    int maxInFlightPerTask,
    Duration drainTarget,
    Duration drainTimeout,
    long maxInFlightBytes,
    int maxFrameBytes,
    AdmissionConfig admission,
    int maxModelFailuresInRow,
    Duration commitInterval,
    Duration forwardInterval,
    Duration startTimeout,
    Duration closeTimeout,
    FailureHandling failures,
    ClaimCheckPolicy claimChecks,
    Map<String, String> kafka) {

  /**
   * Checks everything.
   *
   * @throws InvalidPipelineConfigException with all faults
   */
  public PipelineConfig {
    kafka = Map.copyOf(kafka);
    List<String> faults =
        new PipelineConfigFaults()
            .notBlank("applicationId", applicationId)
            .notBlank("bootstrapServers", bootstrapServers)
            .between("streamThreads", streamThreads, 1, 256)
            .between("decodeThreads", decodeThreads, 1, 256)
            .between("maxBatchSize", maxBatchSize, 1, 1024)
            .between("maxBatchDelay", maxBatchDelay, Duration.ZERO, Duration.ofSeconds(10))
            .between("latencyTarget", latencyTarget, Duration.ZERO, Duration.ofMinutes(1))
            .between("maxInFlightPerTask", maxInFlightPerTask, 1, 10_000)
            .between("drainTarget", drainTarget, Duration.ofMillis(1), Duration.ofMinutes(1))
            .between("drainTimeout", drainTimeout, Duration.ofSeconds(1), Duration.ofMinutes(30))
            .between("maxInFlightBytes", maxInFlightBytes, 1L << 20, Long.MAX_VALUE)
            .between("maxFrameBytes", maxFrameBytes, 1 << 10, 1 << 30)
            .between("maxModelFailuresInRow", maxModelFailuresInRow, 1, Integer.MAX_VALUE)
            .between("commitInterval", commitInterval, Duration.ofMillis(10), Duration.ofMinutes(5))
            .between(
                "forwardInterval", forwardInterval, Duration.ofMillis(1), Duration.ofSeconds(1))
            .between("startTimeout", startTimeout, Duration.ofSeconds(1), Duration.ofHours(1))
            .between("closeTimeout", closeTimeout, Duration.ofSeconds(1), Duration.ofHours(1))
            .with(failures::check)
            .addAll(admission.faults())
            .addAll(claimChecks.faults())
            .addAll(KafkaSettings.faults(kafka, guarantee, commitInterval, drainTimeout))
            .list();
    if (!faults.isEmpty()) {
      throw new InvalidPipelineConfigException(faults);
    }
  }

  /** Kafka's settings may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "PipelineConfig[applicationId=%s, bootstrapServers=%s, guarantee=%s, kafka=%s]"
        .formatted(applicationId, bootstrapServers, guarantee, kafka.keySet());
  }

  /** Starts with the defaults. */
  public static PipelineConfigBuilder builder(String applicationId, String bootstrapServers) {
    return new PipelineConfigBuilder(applicationId, bootstrapServers);
  }

  /** What Kafka Streams must know of it. */
  public ApplicationSettings settings() {
    return new ApplicationSettings(
        "pipeline",
        applicationId,
        bootstrapServers,
        guarantee,
        streamThreads,
        commitInterval,
        drainTimeout,
        forwardInterval,
        startTimeout,
        closeTimeout,
        failures.onFailure(),
        failures.maxReplacements(),
        largestRecordBytes(),
        LargeRecordSettings.DEFAULTS,
        kafka);
  }

  /** The largest record that is sent: a dead letter with the largest frame. */
  public int largestRecordBytes() {
    return maxFrameBytes + RecordLimits.OVERHEAD_BYTES;
  }

  /** How long a transaction may last under exactly-once; the cluster must allow it. */
  public Duration transactionTimeout() {
    return KafkaSettings.transactionTimeout(settings());
  }

  /** How long the group waits for a silent member under the classic protocol. */
  public Duration sessionTimeout() {
    return KafkaSettings.sessionTimeout(settings());
  }

  /** Java heap that frames may take in the worst case: in flight, fetched and unsent. */
  public long heapForFrames() {
    return maxInFlightBytes + streamThreads * KafkaSettings.clientBuffers(settings());
  }
}
