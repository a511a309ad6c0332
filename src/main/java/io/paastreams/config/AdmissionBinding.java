package io.paastreams.config;

import io.paastreams.pipeline.AdmissionConfig;
import io.paastreams.pipeline.AdmissionRule;
import io.paastreams.pipeline.CameraOverride;
import io.paastreams.pipeline.Freshness;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds {@code admission}: keys for all cameras, and {@code admission.cameras.PATTERN.KEY} for
 * some. A pattern may have dots; what comes after the last one is the key.
 */
final class AdmissionBinding {

  private static final String SECTION = "admission.";

  /** The keys that a camera may have of its own, under the names that hold for all. */
  private static final Map<String, ConfigKey<?>> OF_A_CAMERA = new LinkedHashMap<>();

  static {
    for (ConfigKey<?> key :
        List.of(
            PaaStreamsKeys.ADMISSION_POLICY,
            PaaStreamsKeys.MAX_AGE,
            PaaStreamsKeys.MAX_FPS,
            PaaStreamsKeys.PRIORITY)) {
      OF_A_CAMERA.put(key.name().substring(SECTION.length()), key);
    }
  }

  private AdmissionBinding() {}

  static AdmissionConfig read(ConfigReader reader) {
    Map<String, Map<String, Setting>> byPattern = new LinkedHashMap<>();
    for (Setting setting : reader.settings(PaaStreamsKeys.CAMERAS)) {
      String rest = setting.key().substring(PaaStreamsKeys.CAMERAS.length());
      int dot = rest.lastIndexOf('.');
      String name = dot < 1 ? "" : nameOf(rest.substring(dot + 1));
      if (name.isEmpty()) {
        reader.fault(
            "%s: is no key: write %sPATTERN.KEY with KEY one of %s"
                .formatted(
                    setting, PaaStreamsKeys.CAMERAS, String.join(", ", OF_A_CAMERA.keySet())));
      } else {
        byPattern
            .computeIfAbsent(rest.substring(0, dot), pattern -> new LinkedHashMap<>())
            .put(name, setting);
      }
    }
    return new AdmissionConfig(
        new AdmissionRule(
            reader.value(PaaStreamsKeys.ADMISSION_POLICY),
            reader.value(PaaStreamsKeys.MAX_AGE),
            reader.value(PaaStreamsKeys.MAX_FPS),
            reader.value(PaaStreamsKeys.PRIORITY)),
        byPattern.entrySet().stream()
            .map(each -> override(reader, each.getKey(), each.getValue()))
            .toList());
  }

  /** The name in our letters, since environment variables have small ones only; or nothing. */
  private static String nameOf(String written) {
    return OF_A_CAMERA.keySet().stream().filter(written::equalsIgnoreCase).findFirst().orElse("");
  }

  private static CameraOverride override(
      ConfigReader reader, String pattern, Map<String, Setting> settings) {
    @Nullable Freshness policy = value(reader, settings, PaaStreamsKeys.ADMISSION_POLICY);
    @Nullable Duration maxAge = value(reader, settings, PaaStreamsKeys.MAX_AGE);
    @Nullable Double maxFps = value(reader, settings, PaaStreamsKeys.MAX_FPS);
    @Nullable Integer priority = value(reader, settings, PaaStreamsKeys.PRIORITY);
    return new CameraOverride(pattern, policy, maxAge, maxFps, priority);
  }

  private static <T> @Nullable T value(
      ConfigReader reader, Map<String, Setting> settings, ConfigKey<T> key) {
    Setting setting = settings.get(key.name().substring(SECTION.length()));
    return setting == null ? null : reader.parse(setting, key.type());
  }
}
