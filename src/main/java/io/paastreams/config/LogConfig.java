package io.paastreams.config;

import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;

/**
 * How the log is written.
 *
 * @param level lines below it are left out; lines of Kafka's clients always begin at warn
 */
public record LogConfig(Format format, Level level) {

  /** The format of the log. */
  public enum Format {
    TEXT,
    JSON
  }

  /** In ascending order. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  static final SettingSection SETTINGS = SettingSection.named("log");

  private static final Setting<Format> FORMAT =
      SETTINGS.standard(
          "format",
          SettingType.constant(Format.class),
          Format.TEXT,
          "text for people; json for machines: one object per line with time, level, message and"
              + " fields such as camera, topic, partition, offset, frameId.");

  private static final Setting<Level> LEVEL =
      SETTINGS.standard(
          "level",
          SettingType.constant(Level.class),
          Level.INFO,
          "Lines below it are left out. A change in the file takes effect while run,"
              + " analytics, live or ingest is running.");

  static LogConfig of(SettingValues values) {
    return new LogConfig(values.get(FORMAT), values.get(LEVEL));
  }
}
