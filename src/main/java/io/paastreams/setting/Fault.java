package io.paastreams.setting;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the value of a setting.
 *
 * @param key the key of the setting, as a user writes it
 * @param value the value for people; null if nothing is set, or if the value may be a misplaced
 *     secret
 * @param reason what is wrong and what to do: the rest of a sentence that begins with the key
 */
public record Fault(String key, @Nullable String value, String reason) {

  /** A fault of a setting that is required but not set, or whose value must not be shown. */
  public static Fault of(String key, String reason) {
    return new Fault(key, null, reason);
  }

  /** A fault of a setting's value. */
  public static <T> Fault of(Setting<T> setting, T value, String reason) {
    return new Fault(setting.key(), setting.type().write(value), reason);
  }

  @Override
  public String toString() {
    return key + (value == null ? "" : " = " + value) + ": " + reason;
  }
}
