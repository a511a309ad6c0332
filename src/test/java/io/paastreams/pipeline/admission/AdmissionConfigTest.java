package io.paastreams.pipeline.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.setting.SettingValues;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdmissionConfigTest {

  private static final AdmissionRule STANDARD =
      new AdmissionRule(Freshness.LATEST, Duration.ofSeconds(2), 10, 0, 1);

  @Test
  void cameraWithoutOverride_hasTheStandardRule() {
    assertThat(config(override("gate-*", null, 5)).ruleOf("yard-1")).isEqualTo(STANDARD);
  }

  @Test
  void narrowerPattern_winsForEachSettingOfItsOwnWhateverTheOrder() {
    CameraOverride every = override("*", 25.0, 1);
    CameraOverride gates = override("gate-*", null, 5);
    CameraOverride gateSeven = override("gate-7", 1.0, null);

    for (List<CameraOverride> order :
        List.of(List.of(every, gates, gateSeven), List.of(gateSeven, gates, every))) {
      AdmissionConfig config = new AdmissionConfig(STANDARD, order);
      assertThat(config.ruleOf("gate-7"))
          .isEqualTo(new AdmissionRule(Freshness.LATEST, Duration.ofSeconds(2), 1, 5, 1));
      assertThat(config.ruleOf("gate-8"))
          .isEqualTo(new AdmissionRule(Freshness.LATEST, Duration.ofSeconds(2), 25, 5, 1));
      assertThat(config.ruleOf("yard"))
          .isEqualTo(new AdmissionRule(Freshness.LATEST, Duration.ofSeconds(2), 25, 1, 1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gate-7, gate-7, true",
    "gate-7, gate-70, false",
    "gate-?, gate-7, true",
    "gate-?, gate-, false",
    "*, '', true",
    "*-7, gate-17-7, true",
    "*-7, gate-17-8, false",
    "g*t*7, gate/south/7, true",
    "g**7, g7, true",
    "a.b(c), a.b(c), true",
    "a.b, axb, false"
  })
  void pattern(String pattern, String cameraId, boolean matches) {
    assertThat(override(pattern, null, null).matches(cameraId)).isEqualTo(matches);
  }

  @Test
  void hostileIdAndPattern_areComparedInTime() {
    CameraOverride pattern = override("*a".repeat(50) + "b", null, null);

    assertThat(pattern.matches("a".repeat(100_000))).isFalse();
  }

  @Test
  void everyFault_isFound() {
    AdmissionConfig admission =
        new AdmissionConfig(
            new AdmissionRule(Freshness.ALL, Duration.ofMillis(-1), Double.NaN, 0, 1),
            List.of(override("gate-*", -1.0, 101)));

    assertThatThrownBy(
            () -> PipelineConfig.builder("app", "broker:9092").admission(admission).build())
        .hasMessageContainingAll(
            "admission.maxAge = -1ms: must be a duration in 0s..3650d",
            "admission.maxFps = NaN: must be a number in 0..1000",
            "admission.cameras.gate-*.maxFps = -1: must be a number in 0..1000",
            "admission.cameras.gate-*.priority = 101: must be a whole number in -100..100");
  }

  private static AdmissionConfig config(CameraOverride override) {
    return new AdmissionConfig(STANDARD, List.of(override));
  }

  private static CameraOverride override(
      String pattern,
      @org.jspecify.annotations.Nullable Double maxFps,
      @org.jspecify.annotations.Nullable Integer priority) {
    return new CameraOverride(
        pattern,
        SettingValues.DEFAULTS
            .with(AdmissionRule.MAX_FPS, maxFps)
            .with(AdmissionRule.PRIORITY, priority));
  }
}
