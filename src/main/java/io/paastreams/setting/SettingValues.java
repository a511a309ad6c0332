package io.paastreams.setting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of settings; a setting without a value has its default.
 *
 * <p>Threading: immutable.
 */
public final class SettingValues {

  /** No values: every setting has its default. */
  public static final SettingValues DEFAULTS = new SettingValues(Map.of(), Map.of());

  private final Map<Setting<?>, Object> chosen;
  private final Map<PassedOn, Map<String, String>> passedOn;

  private SettingValues(
      Map<Setting<?>, Object> chosen, Map<PassedOn, Map<String, String>> passedOn) {
    this.chosen = chosen;
    this.passedOn = passedOn;
  }

  /** A copy with a value for a setting; null leaves it unchanged. */
  public <T> SettingValues with(Setting<T> setting, @Nullable T value) {
    if (value == null) {
      return this;
    }
    Map<Setting<?>, Object> more = new LinkedHashMap<>(chosen);
    more.put(setting, value);
    return new SettingValues(more, passedOn);
  }

  /** A copy with more settings of other software. */
  public SettingValues with(PassedOn owner, Map<String, String> texts) {
    Map<PassedOn, Map<String, String>> more = new LinkedHashMap<>(passedOn);
    Map<String, String> all = new LinkedHashMap<>(of(owner));
    all.putAll(texts);
    more.put(owner, all);
    return new SettingValues(chosen, more);
  }

  /** These values, and those of others for settings without a value here. */
  public SettingValues over(SettingValues others) {
    Map<Setting<?>, Object> both = new LinkedHashMap<>(others.chosen);
    both.putAll(chosen);
    Map<PassedOn, Map<String, String>> theirs = new LinkedHashMap<>(others.passedOn);
    theirs.putAll(passedOn);
    return new SettingValues(both, theirs);
  }

  /**
   * The value of a setting that has a default.
   *
   * @throws IllegalStateException if it has neither a value nor a default
   */
  public <T> T get(Setting<T> setting) {
    return chosen(setting).orElseGet(setting::standard);
  }

  /** The value or the default of a setting; null if it has neither. */
  public <T> @Nullable T find(Setting<T> setting) {
    return chosen(setting).or(setting::defaultValue).orElse(null);
  }

  /** The value of a setting, unless it has been left at its default. */
  @SuppressWarnings("unchecked") // with() lets no other type in
  public <T> Optional<T> chosen(Setting<T> setting) {
    return Optional.ofNullable((T) chosen.get(setting));
  }

  /** The settings of other software, without the prefix. */
  public Map<String, String> of(PassedOn owner) {
    return passedOn.getOrDefault(owner, Map.of());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SettingValues values
        && chosen.equals(values.chosen)
        && passedOn.equals(values.passedOn);
  }

  @Override
  public int hashCode() {
    return Objects.hash(chosen, passedOn);
  }

  /** Values may be secrets: only keys are shown. */
  @Override
  public String toString() {
    return chosen.keySet() + " and " + passedOn.keySet();
  }
}
