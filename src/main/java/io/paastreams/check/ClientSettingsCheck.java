package io.paastreams.check;

import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.KafkaSettingsReview;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks whether a Kafka client knows each of the settings that the user passes on. Misspelt and
 * impossible settings have already been refused with the configuration.
 */
final class ClientSettingsCheck implements Check {

  private final ApplicationSettings config;

  ClientSettingsCheck(ApplicationSettings config) {
    this.config = config;
  }

  @Override
  public String subject() {
    return "kafka settings";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (String warning : KafkaSettingsReview.of(config.kafka()).warnings()) {
      findings.add(Finding.warning(subject(), warning, "correct or remove it"));
    }
    config
        .kafka()
        .forEach(
            (key, value) -> {
              if (key.endsWith("auto.offset.reset") && value.equals("latest")) {
                findings.add(
                    Finding.warning(
                        subject(),
                        "kafka.%s = latest: records from before this group's first commit on a partition are not processed"
                            .formatted(key),
                        "leave it at earliest if every record counts"));
              }
            });
    return findings;
  }
}
