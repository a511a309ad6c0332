package io.paastreams.streams;

import io.paastreams.setting.Fault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a user's settings for Kafka's clients, found before a client is made: Kafka
 * itself would ignore a misspelt name, and stop at the first impossible value.
 *
 * @param faults settings that cannot be intended, without the value where it might be a misplaced
 *     secret
 * @param warnings settings that are passed on although no client knows them
 */
public record KafkaSettingsReview(List<Fault> faults, List<String> warnings) {

  public KafkaSettingsReview {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reviews names, values, and what would break delivery or order, for any kind of client.
   *
   * @param kafka the settings without {@code kafka.} before their names
   */
  public static KafkaSettingsReview of(Map<String, String> kafka) {
    Map<String, Fault> faults = new TreeMap<>();
    Map<String, String> warnings = new TreeMap<>();
    kafka.forEach(
        (key, value) -> {
          String reason = RefusedSettings.ofEveryClient(key, value);
          if (!reason.isEmpty()) {
            faults.put(key, fault(key, value, reason));
            return;
          }
          KnownSettings.Judgement judgement = KnownSettings.judge(key, value, kafka);
          if (judgement instanceof KnownSettings.WrongName wrong) {
            faults.put(key, fault(key, null, wrong.reason()));
          } else if (judgement instanceof KnownSettings.WrongValue wrong) {
            faults.put(key, fault(key, wrong.shown(), wrong.reason()));
          } else if (judgement instanceof KnownSettings.Foreign foreign) {
            warnings.put(key, "kafka.%s: %s".formatted(key, foreign.reason()));
          }
        });
    return new KafkaSettingsReview(List.copyOf(faults.values()), List.copyOf(warnings.values()));
  }

  static Fault fault(String name, @Nullable String value, String reason) {
    return new Fault(KafkaCluster.CLIENTS.prefix() + name, value, reason);
  }
}
