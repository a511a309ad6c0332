package io.paastreams.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values out of settings and collects every fault instead of stopping at the first.
 *
 * <p>Threading: one thread.
 */
final class ConfigReader {

  private final Map<String, Setting> settings;
  private final List<String> faults;

  ConfigReader(Schema schema, Settings settings) {
    this.settings = settings.byKey();
    this.faults = new ArrayList<>(settings.faults());
    for (Setting setting : this.settings.values()) {
      if (!schema.knows(setting.key())) {
        faults.add(setting + ": is no key" + schema.suggest(setting.key()));
      }
    }
  }

  /** The value; its default if it is not set or, with a fault noted, cannot be read. */
  <T> @Nullable T read(ConfigKey<T> key) {
    Setting setting = settings.get(key.name());
    T value = setting == null ? null : parse(setting, key.type());
    return value != null || key.fallback() == null
        ? value
        : key.type().parser().apply(key.fallback());
  }

  /** A setting's value; null, with a fault noted, if it cannot be read. */
  <T> @Nullable T parse(Setting setting, ValueType<T> type) {
    try {
      return type.parser().apply(setting.text());
    } catch (IllegalArgumentException e) {
      faults.add(setting + ": must be " + type.allowed());
      return null;
    }
  }

  /** The value of a key that has a default. */
  <T> T value(ConfigKey<T> key) {
    T value = read(key);
    if (value == null) {
      throw new IllegalStateException(key.name() + " has no default");
    }
    return value;
  }

  /** Notes a fault if a key without default is not set. */
  void require(ConfigKey<?> key) {
    if (!settings.containsKey(key.name())) {
      faults.add(
          "%s: is not set; it must be %s: %s"
              .formatted(key.name(), key.type().allowed(), key.meaning()));
    }
  }

  /** What was given for a key; null if nothing. */
  @Nullable Setting setting(String key) {
    return settings.get(key);
  }

  /** Everything set under a prefix, with where it was. */
  List<Setting> settings(String prefix) {
    return settings.values().stream().filter(each -> each.key().startsWith(prefix)).toList();
  }

  /** Everything set under a prefix, without it. */
  Map<String, String> under(String prefix) {
    Map<String, String> result = new LinkedHashMap<>();
    settings.forEach(
        (key, setting) -> {
          if (key.startsWith(prefix)) {
            result.put(key.substring(prefix.length()), setting.text());
          }
        });
    return result;
  }

  /** Notes a fault that no single value has. */
  void fault(String fault) {
    faults.add(fault);
  }

  List<String> faults() {
    return faults;
  }

  /**
   * @throws ConfigException if there were faults
   */
  void demandSound() {
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
  }
}
