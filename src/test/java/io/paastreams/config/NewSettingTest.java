package io.paastreams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.setting.Fault;
import io.paastreams.setting.PerCamera;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a new setting requires: a field beside the record that holds its value. */
class NewSettingTest {

  /** Everything that new settings require. */
  record NightConfig(Duration length, int maxLamps) {

    static final SettingSection SETTINGS = SettingSection.named("night");

    static final Setting<Duration> LENGTH =
        SETTINGS.standard(
            "longestLength",
            SettingType.duration(Duration.ofMinutes(1), Duration.ofDays(1)),
            Duration.ofHours(8),
            "How long lamps may burn.");
    static final Setting<Integer> MAX_LAMPS =
        SETTINGS.required("maxLamps", SettingType.integer(1, 9), "How many may burn.");
    static final PerCamera CAMERAS = SETTINGS.perCamera("night.cameras", "ID");

    static {
      SETTINGS.rule(
          (values, faults) -> {
            if (values.get(LENGTH).toHours() > 12 && values.find(MAX_LAMPS) != null) {
              faults.accept(
                  Fault.of(LENGTH, values.get(LENGTH), "no lamp burns so long; use fewer"));
            }
          });
    }

    static NightConfig of(SettingValues values) {
      return new NightConfig(values.get(LENGTH), values.get(MAX_LAMPS));
    }
  }

  private static final Schema SCHEMA = new Schema(List.of(NightConfig.SETTINGS));

  @Test
  void itIsRead_fromTheEnvironmentAndTheCommandLine() {
    ConfigReader reader = reader(Map.of("PAA_NIGHT_LONGEST_LENGTH", "90m"), "night.maxLamps=3");
    NightConfig night = NightConfig.of(reader.read(List.of(NightConfig.SETTINGS)));

    assertThat(night).isEqualTo(new NightConfig(Duration.ofMinutes(90), 3));
    reader.demandSound();
  }

  @Test
  void singleCameras_mayHaveTheirOwn() {
    ConfigReader reader = reader(Map.of(), "night.maxLamps=3", "night.cameras.gate-7.maxLamps=1");
    SettingValues all = reader.read(List.of(NightConfig.SETTINGS));

    assertThat(reader.read(NightConfig.CAMERAS))
        .hasEntrySatisfying(
            "gate-7", own -> assertThat(NightConfig.of(own.over(all)).maxLamps()).isEqualTo(1));
  }

  @Test
  void faults_areReportedTogether_withKeyValuePlaceAndRange() {
    assertThatThrownBy(() -> read(Map.of("PAA_NIGHT_MAX_LAMPS", "10"), "night.longestLenth=13h"))
        .hasMessageContaining("has 2 faults")
        .hasMessageContaining("did you mean night.longestLength?")
        .hasMessageContaining(
            "night.maxLamps = 10 (environment variable PAA_NIGHT_MAX_LAMPS): must be a whole number"
                + " in 1..9");
    assertThatThrownBy(() -> read(Map.of()))
        .hasMessageContaining("night.maxLamps: is not set; it must be a whole number in 1..9: How");
    assertThatThrownBy(() -> read(Map.of(), "night.longestLength=13h", "night.maxLamps=2"))
        .hasMessageContaining("night.longestLength = 13h (--set): no lamp burns so long");
  }

  @Test
  void theReferenceAndTheDescription_haveIt() {
    assertThat(ConfigReference.markdown(SCHEMA))
        .contains(
            "| `night.longestLength` | a duration in 1m..1d (units ms, s, m, h, d) | `8h` | How"
                + " long lamps may burn. |",
            "| `night.maxLamps` | a whole number in 1..9 | required | How many may burn. |",
            "| `night.cameras.ID.KEY` | as in night.KEY |");
    assertThat(ConfigReference.values(SCHEMA, Map.of()))
        .containsPattern("night.longestLength +\\= 8h \\(default\\)");
  }

  private static SettingValues read(Map<String, String> environment, String... assignments) {
    ConfigReader reader = reader(environment, assignments);
    SettingValues values = reader.read(List.of(NightConfig.SETTINGS));
    reader.demandSound();
    return values;
  }

  private static ConfigReader reader(Map<String, String> environment, String... assignments) {
    GivenSettings given = new GivenSettings(SCHEMA, environment);
    given.addEnvironment();
    List.of(assignments).forEach(given::addAssignment);
    return new ConfigReader(SCHEMA, given);
  }
}
