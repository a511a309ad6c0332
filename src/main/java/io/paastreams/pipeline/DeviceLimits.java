package io.paastreams.pipeline;

import io.paastreams.setting.Fault;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long a call to the device may take.
 *
 * @param stuckAfter a longer one is reported: in the log with the device's stack, in the metrics,
 *     and as unhealthy
 * @param stopAfter a longer one stops the pipeline; zero waits for ever
 */
record DeviceLimits(Duration stuckAfter, Duration stopAfter) {

  static final SettingSection SETTINGS =
      SettingSection.named("pipeline").rule(DeviceLimits::checkOrder);

  private static final Duration DAY = Duration.ofDays(1);

  static final Setting<Duration> STUCK_AFTER =
      SETTINGS.standard(
          "deviceStuckAfter",
          SettingType.duration(Duration.ofMillis(10), DAY),
          Duration.ofSeconds(30),
          "If a batch takes the device longer, its stack is logged and the instance is unhealthy.");
  static final Setting<Duration> STOP_AFTER =
      SETTINGS.standard(
          "deviceStopAfter",
          SettingType.duration(Duration.ZERO, DAY),
          Duration.ofMinutes(5),
          "If a batch takes the device longer, the process ends; 0s waits for ever.");

  static DeviceLimits of(SettingValues values) {
    return new DeviceLimits(values.get(STUCK_AFTER), values.get(STOP_AFTER));
  }

  private static void checkOrder(SettingValues values, Consumer<Fault> faults) {
    DeviceLimits limits = of(values);
    if (!limits.stopAfter.isZero() && limits.stopAfter.compareTo(limits.stuckAfter) < 0) {
      faults.accept(
          Fault.of(
              STOP_AFTER,
              limits.stopAfter,
              "must be 0s, or not below %s, which is %s"
                  .formatted(STUCK_AFTER, STUCK_AFTER.type().write(limits.stuckAfter))));
    }
  }
}
