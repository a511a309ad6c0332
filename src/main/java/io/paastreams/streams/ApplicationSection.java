package io.paastreams.streams;

import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The settings that every Kafka Streams application has in its own section. */
public record ApplicationSection(
    Setting<String> applicationId,
    Setting<Guarantee> guarantee,
    Setting<Integer> streamThreads,
    Setting<Duration> commitInterval,
    Setting<Duration> drainTimeout,
    Setting<Duration> startTimeout,
    Setting<Duration> closeTimeout,
    Setting<OnFailure> onFailure,
    Setting<Integer> maxReplacements) {

  /**
   * Declares the settings of one application.
   *
   * @param standardId the application's id unless the user says otherwise
   */
  public static ApplicationSection in(SettingSection section, String standardId) {
    Duration second = Duration.ofSeconds(1);
    Duration hour = Duration.ofHours(1);
    ApplicationSection application =
        new ApplicationSection(
            section.standard(
                "applicationId",
                SettingType.text(),
                standardId,
                "Consumer group; instances with the same id share the cameras."),
            section.standard(
                "guarantee",
                SettingType.constant(Guarantee.class),
                Guarantee.AT_LEAST_ONCE,
                "What readers see after a failure."),
            section.standard(
                "streamThreads",
                SettingType.integer(1, 256),
                2,
                "Threads of Kafka Streams; useful up to the number of partitions of the input."),
            section.optional(
                "commitInterval",
                SettingType.duration(Duration.ofMillis(10), Duration.ofMinutes(5)),
                "How often offsets are committed, which makes records visible under"
                    + " exactly-once; if not set, 500ms under exactly-once and 10s under at-least-once."),
            section.standard(
                "drainTimeout",
                SettingType.duration(second, Duration.ofMinutes(30)),
                Duration.ofSeconds(30),
                "If results are still missing after this time, a commit is given up and the"
                    + " frames are read again."),
            section.standard(
                "startTimeout",
                SettingType.duration(second, hour),
                Duration.ofSeconds(60),
                "How long reaching the cluster and joining the group may take."),
            section.standard(
                "closeTimeout",
                SettingType.duration(second, hour),
                Duration.ofSeconds(8),
                "How long closing may take; after two thirds of it, unfinished work is given"
                    + " up uncommitted."),
            section.standard(
                "onFailure",
                SettingType.constant(OnFailure.class),
                OnFailure.REPLACE_THREAD,
                "What happens when a stream thread dies of a transient cause: replace it, or"
                    + " stop."),
            section.standard(
                "maxReplacements",
                SettingType.integer(0, 1_000_000),
                10,
                "Replaced threads within 5 minutes; one more stops the application."));
    section.rule((values, faults) -> KafkaSettings.check(application, values, faults));
    return application;
  }

  /** How often offsets are committed. */
  public Duration commitInterval(SettingValues values) {
    return Optional.ofNullable(values.find(commitInterval))
        .orElseGet(() -> values.get(guarantee).commitInterval());
  }

  /**
   * The settings that a user chose.
   *
   * @param name of the application for people
   * @param pollTime how long a poll for new records blocks at most
   * @param largestRecordBytes the largest record that the producer must be able to send
   * @param defaults of Kafka's settings that suit the application's records
   */
  public ApplicationSettings settings(
      String name,
      SettingValues values,
      Duration pollTime,
      int largestRecordBytes,
      Map<String, Object> defaults) {
    return new ApplicationSettings(
        name,
        values.get(applicationId),
        values.get(KafkaCluster.BOOTSTRAP_SERVERS),
        values.get(guarantee),
        values.get(streamThreads),
        commitInterval(values),
        values.get(drainTimeout),
        pollTime,
        values.get(startTimeout),
        values.get(closeTimeout),
        values.get(onFailure),
        values.get(maxReplacements),
        largestRecordBytes,
        defaults,
        values.of(KafkaCluster.CLIENTS));
  }
}
