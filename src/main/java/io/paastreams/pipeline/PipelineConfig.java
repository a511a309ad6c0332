package io.paastreams.pipeline;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.claimcheck.S3Settings;
import io.paastreams.pipeline.admission.AdmissionConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.CameraOverride;
import io.paastreams.setting.Fault;
import io.paastreams.setting.InvalidSettingsException;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import io.paastreams.streams.ApplicationSection;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.KafkaCluster;
import io.paastreams.streams.KafkaSettings;
import io.paastreams.streams.RecordLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the pipeline runs: values of the settings that are declared here and in {@link #SECTIONS}.
 *
 * <p>Threading: immutable.
 */
public final class PipelineConfig {

  private static final SettingSection BATCHES = SettingSection.named("batch");

  public static final Setting<Integer> MAX_BATCH_SIZE =
      BATCHES.standard(
          "maxSize", SettingType.integer(1, 1024), 8, "Maximum number of frames " + "per batch.");
  public static final Setting<Duration> MAX_BATCH_DELAY =
      BATCHES.standard(
          "maxDelay",
          SettingType.duration(Duration.ZERO, Duration.ofSeconds(10)),
          Duration.ofMillis(20),
          "Maximum time that the oldest frame of a batch waits for frames that are being"
              + " decoded; if there are none, it does not wait.");
  public static final Setting<Duration> LATENCY_TARGET =
      BATCHES.standard(
          "latencyTarget",
          SettingType.duration(Duration.ZERO, Duration.ofMinutes(1)),
          Duration.ZERO,
          "Target for the time from a frame's decoding to its detections: batches are as large"
              + " as the target allows, and no frame waits for others; with 0s maxSize and maxDelay"
              + " alone decide.");

  public static final SettingSection SETTINGS =
      SettingSection.named("pipeline").rule(PipelineConfig::requireRoomForFrames);

  private static final ApplicationSection APPLICATION =
      ApplicationSection.in(SETTINGS, "paa-streams");

  public static final Setting<String> APPLICATION_ID = APPLICATION.applicationId();
  public static final Setting<Guarantee> GUARANTEE = APPLICATION.guarantee();
  public static final Setting<Integer> STREAM_THREADS = APPLICATION.streamThreads();
  public static final Setting<Integer> MAX_REPLACEMENTS = APPLICATION.maxReplacements();
  public static final Setting<Duration> COMMIT_INTERVAL = APPLICATION.commitInterval();
  public static final Setting<Duration> DRAIN_TIMEOUT = APPLICATION.drainTimeout();
  public static final Setting<Duration> START_TIMEOUT = APPLICATION.startTimeout();
  public static final Setting<Duration> CLOSE_TIMEOUT = APPLICATION.closeTimeout();

  public static final Setting<Integer> DECODE_THREADS =
      SETTINGS.optional(
          "decodeThreads",
          SettingType.integer(1, 256),
          "Threads that fetch, decode and resize images in parallel with inference; half of"
              + " the cores if not set.");
  public static final Setting<Integer> MAX_IN_FLIGHT_PER_TASK =
      SETTINGS.standard(
          "maxInFlightPerTask",
          SettingType.integer(1, 10_000),
          64,
          "Maximum number of frames of one partition between arrival and result; fewer are"
              + " admitted if the device needs longer than drainTarget for them.");
  public static final Setting<Long> MAX_IN_FLIGHT_BYTES =
      SETTINGS.standard(
          "maxInFlightBytes",
          SettingType.bytes(1L << 20, Long.MAX_VALUE),
          256L << 20,
          "Memory for frames and their pixels between arrival and result, of all tasks together.");
  public static final Setting<Integer> MAX_FRAME_BYTES =
      SETTINGS.standard(
          "maxFrameBytes",
          SettingType.bytes(1 << 10, 1 << 30),
          8 << 20,
          "Largest frame event; larger ones become dead letters.");
  public static final Setting<Duration> DRAIN_TARGET =
      SETTINGS.standard(
          "drainTarget",
          SettingType.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
          Duration.ofSeconds(1),
          "How much work may be in flight, in device time: before every commit all of it must"
              + " be finished, and meanwhile its partition makes no progress.");
  public static final Setting<Duration> FORWARD_INTERVAL =
      SETTINGS.standard(
          "forwardInterval",
          SettingType.duration(Duration.ofMillis(1), Duration.ofSeconds(1)),
          Duration.ofMillis(5),
          "How often results are forwarded while no frames arrive; also the maximum time that"
              + " a poll for new frames blocks.");
  public static final Setting<Integer> MAX_MODEL_FAILURES_IN_ROW =
      SETTINGS.standard(
          "maxModelFailuresInRow",
          SettingType.integer(1, Integer.MAX_VALUE),
          100,
          "When the detector has failed on this many frames in a row, the device or the model is at"
              + " fault, and the pipeline stops.");

  /** All sections that apply, in the order of the reference. */
  public static final List<SettingSection> SECTIONS =
      List.of(
          KafkaCluster.SETTINGS,
          BATCHES,
          SETTINGS,
          DeviceLimits.SETTINGS,
          AdmissionRule.SETTINGS,
          ClaimCheckPolicy.SETTINGS,
          S3Settings.SETTINGS);

  private final SettingValues values;
  private final AdmissionConfig admission;

  /**
   * Checks everything.
   *
   * @throws InvalidSettingsException with all faults
   */
  PipelineConfig(SettingValues values, List<CameraOverride> cameras) {
    this.values = values;
    this.admission = new AdmissionConfig(AdmissionRule.of(values), cameras);
    List<Fault> faults = new ArrayList<>();
    SECTIONS.forEach(section -> faults.addAll(section.faults(values)));
    cameras.forEach(each -> faults.addAll(each.faults()));
    InvalidSettingsException.demandNone(faults);
  }

  /**
   * What a user chose.
   *
   * @param cameras the settings that are different for cameras that match a pattern
   * @throws InvalidSettingsException with all faults
   */
  public static PipelineConfig of(SettingValues values, Map<String, SettingValues> cameras) {
    return new PipelineConfig(
        values,
        cameras.entrySet().stream()
            .map(each -> new CameraOverride(each.getKey(), each.getValue()))
            .toList());
  }

  /** A copy that detects every frame of every camera. */
  PipelineConfig everyFrame() {
    return new PipelineConfig(AdmissionRule.EVERY_FRAME.values().over(values), List.of());
  }

  /** Returns a builder with the defaults. */
  public static PipelineConfigBuilder builder(String applicationId, String bootstrapServers) {
    return new PipelineConfigBuilder(
        SettingValues.DEFAULTS
            .with(APPLICATION_ID, applicationId)
            .with(KafkaCluster.BOOTSTRAP_SERVERS, bootstrapServers));
  }

  /** A dead letter carries the frame's bytes, so the producer must be able to send them. */
  private static void requireRoomForFrames(SettingValues values, Consumer<Fault> faults) {
    Map<String, String> kafka = values.of(KafkaCluster.CLIENTS);
    int frame = values.get(MAX_FRAME_BYTES);
    for (String name : List.of("producer.max.request.size", "max.request.size")) {
      String size = kafka.getOrDefault(name, "");
      if (size.matches("\\d{1,10}") && Long.parseLong(size) <= frame) {
        faults.accept(
            new Fault(
                KafkaCluster.CLIENTS.prefix() + name,
                size,
                "must be above %s, which is %d".formatted(MAX_FRAME_BYTES, frame)));
      }
    }
  }

  public String applicationId() {
    return values.get(APPLICATION_ID);
  }

  public String bootstrapServers() {
    return values.get(KafkaCluster.BOOTSTRAP_SERVERS);
  }

  public Guarantee guarantee() {
    return values.get(GUARANTEE);
  }

  public int streamThreads() {
    return values.get(STREAM_THREADS);
  }

  public int decodeThreads() {
    return Optional.ofNullable(values.find(DECODE_THREADS))
        .orElseGet(() -> Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  public int maxBatchSize() {
    return values.get(MAX_BATCH_SIZE);
  }

  public Duration maxBatchDelay() {
    return values.get(MAX_BATCH_DELAY);
  }

  public Duration latencyTarget() {
    return values.get(LATENCY_TARGET);
  }

  public int maxInFlightPerTask() {
    return values.get(MAX_IN_FLIGHT_PER_TASK);
  }

  public Duration drainTarget() {
    return values.get(DRAIN_TARGET);
  }

  public Duration drainTimeout() {
    return values.get(DRAIN_TIMEOUT);
  }

  public long maxInFlightBytes() {
    return values.get(MAX_IN_FLIGHT_BYTES);
  }

  public int maxFrameBytes() {
    return values.get(MAX_FRAME_BYTES);
  }

  /** Which frames are worth detecting. */
  public AdmissionConfig admission() {
    return admission;
  }

  public int maxModelFailuresInRow() {
    return values.get(MAX_MODEL_FAILURES_IN_ROW);
  }

  public Duration commitInterval() {
    return APPLICATION.commitInterval(values);
  }

  public Duration forwardInterval() {
    return values.get(FORWARD_INTERVAL);
  }

  public Duration startTimeout() {
    return values.get(START_TIMEOUT);
  }

  public Duration closeTimeout() {
    return values.get(CLOSE_TIMEOUT);
  }

  DeviceLimits deviceLimits() {
    return DeviceLimits.of(values);
  }

  /** From where images may be fetched. */
  public ClaimCheckPolicy claimChecks() {
    return ClaimCheckPolicy.of(values);
  }

  /** The user's settings of Kafka Streams and its clients, as they are named there. */
  public Map<String, String> kafka() {
    return values.of(KafkaCluster.CLIENTS);
  }

  /** The part of this configuration that concerns Kafka Streams. */
  public ApplicationSettings settings() {
    return APPLICATION.settings(
        "the pipeline",
        values,
        forwardInterval(),
        largestRecordBytes(),
        LargeRecordSettings.DEFAULTS);
  }

  /** The largest record that is ever sent: a dead letter with the largest frame. */
  public int largestRecordBytes() {
    return maxFrameBytes() + RecordLimits.OVERHEAD_BYTES;
  }

  /** How long a transaction may last under exactly-once; the cluster must allow it. */
  public Duration transactionTimeout() {
    return KafkaSettings.transactionTimeout(settings());
  }

  /** How long the group waits for a silent member under the classic protocol. */
  public Duration sessionTimeout() {
    return KafkaSettings.sessionTimeout(settings());
  }

  /** The Java heap that frames may take in the worst case: in flight, fetched and unsent. */
  public long heapForFrames() {
    return maxInFlightBytes() + streamThreads() * KafkaSettings.clientBuffers(settings());
  }

  /** Kafka's settings may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "PipelineConfig[applicationId=%s, bootstrapServers=%s, guarantee=%s, kafka=%s]"
        .formatted(applicationId(), bootstrapServers(), guarantee(), kafka().keySet());
  }
}
