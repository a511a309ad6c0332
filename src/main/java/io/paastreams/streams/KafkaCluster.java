package io.paastreams.streams;

import io.paastreams.setting.PassedOn;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;

/** Where the Kafka cluster is, and the user's settings of its clients. */
public final class KafkaCluster {

  public static final SettingSection SETTINGS = SettingSection.named("kafka");

  public static final Setting<String> BOOTSTRAP_SERVERS =
      SETTINGS.required("bootstrap.servers", SettingType.text(), "Addresses of the Kafka cluster.");

  public static final PassedOn CLIENTS = SETTINGS.passedOn("", "Kafka Streams and its clients");

  static {
    SETTINGS.rule(
        (values, faults) -> KafkaSettingsReview.of(values.of(CLIENTS)).faults().forEach(faults));
  }

  private KafkaCluster() {}
}
