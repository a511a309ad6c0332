package io.paastreams.setting;

import io.paastreams.setting.Setting.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one record. The record's class declares them in static fields, so that a new
 * setting is one more field there; lists of settings are made from sections.
 *
 * <p>Threading: filled while the declaring class is initialised, not changed afterwards.
 */
public final class SettingSection {

  private final String name;
  private final List<Setting<?>> settings = new ArrayList<>();
  private final List<PassedOn> passedOn = new ArrayList<>();
  private final List<PerCamera> perCamera = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();

  /** A condition on the values of several settings. */
  @FunctionalInterface
  public interface Rule {

    /**
     * Checks values that are each within their range.
     *
     * @param faults receives the faults
     */
    void check(SettingValues values, Consumer<Fault> faults);
  }

  private SettingSection(String name) {
    this.name = name;
  }

  /**
   * Creates a section. Its name is the prefix of its keys; several sections may have the same name.
   */
  public static SettingSection named(String name) {
    return new SettingSection(name);
  }

  public String name() {
    return name;
  }

  /** Declares a setting with a default. */
  public <T> Setting<T> standard(String key, SettingType<T> type, T standard, String meaning) {
    if (!type.accepts(standard)) {
      throw new IllegalStateException(
          "%s.%s: the default %s is not an allowed value".formatted(name, key, standard));
    }
    return add(key, type, Presence.DEFAULTED, standard, meaning);
  }

  /** Declares a setting that the user must set. */
  public <T> Setting<T> required(String key, SettingType<T> type, String meaning) {
    return add(key, type, Presence.REQUIRED, null, meaning);
  }

  /** Declares a setting that may have no value; its meaning says what applies then. */
  public <T> Setting<T> optional(String key, SettingType<T> type, String meaning) {
    return add(key, type, Presence.OPTIONAL, null, meaning);
  }

  /** Declares that all settings under a name belong to other software. */
  public PassedOn passedOn(String key, String owner) {
    PassedOn others = new PassedOn("%s.%s".formatted(name, key.isEmpty() ? "" : key + "."), owner);
    passedOn.add(others);
    return others;
  }

  /** A section with one of these settings and without the rules. */
  public SettingSection only(Setting<?> setting) {
    SettingSection part = new SettingSection(name);
    part.settings.add(setting);
    return part;
  }

  /** Declares a condition on values of this section and of others. */
  public SettingSection rule(Rule rule) {
    rules.add(rule);
    return this;
  }

  /** The faults of values, each checked by itself, and of the values of this section together. */
  public List<Fault> faults(SettingValues values) {
    List<Fault> faults = new ArrayList<>();
    settings.forEach(setting -> checkRange(setting, values, faults::add));
    rules.forEach(rule -> rule.check(values, faults::add));
    return faults;
  }

  static <T> void checkRange(Setting<T> setting, SettingValues values, Consumer<Fault> faults) {
    values.chosen(setting).ifPresent(value -> setting.check(value, faults));
  }

  /**
   * Declares the key under which single cameras may have values of their own for all settings of
   * the section.
   */
  public PerCamera perCamera(String key, String placeholder) {
    PerCamera cameras = new PerCamera(key, placeholder, this);
    perCamera.add(cameras);
    return cameras;
  }

  public List<PerCamera> perCamera() {
    return List.copyOf(perCamera);
  }

  /** The settings in the order of their declaration. */
  public List<Setting<?>> settings() {
    return List.copyOf(settings);
  }

  public List<PassedOn> passedOn() {
    return List.copyOf(passedOn);
  }

  private <T> Setting<T> add(
      String key, SettingType<T> type, Presence presence, @Nullable T standard, String meaning) {
    Setting<T> setting = new Setting<>(name, key, type, presence, standard, meaning);
    settings.add(setting);
    return setting;
  }
}
