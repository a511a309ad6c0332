package io.paastreams.config;

import io.paastreams.setting.Fault;
import io.paastreams.setting.PassedOn;
import io.paastreams.setting.PerCamera;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values from the user's settings, and collects every fault instead of stopping at the
 * first. A value that cannot be read is replaced by its default, so that the other faults are found
 * as well; {@link #demandSound} keeps such values from being used.
 *
 * <p>Threading: one thread.
 */
final class ConfigReader {

  private final Schema schema;
  private final Map<String, GivenSetting> given;
  private final List<String> faults;
  private final Set<String> unreadable = new HashSet<>();

  ConfigReader(Schema schema, GivenSettings settings) {
    this.schema = schema;
    this.given = settings.byKey();
    this.faults = new ArrayList<>(settings.faults());
    for (GivenSetting setting : given.values()) {
      if (!schema.knows(setting.key())) {
        faults.add(setting + ": is not a key" + schema.suggest(setting.key()));
      }
    }
  }

  /** The values of sections that are used together. */
  SettingValues read(List<SettingSection> sections) {
    SettingValues values = SettingValues.DEFAULTS;
    for (SettingSection section : sections) {
      for (Setting<?> setting : section.settings()) {
        GivenSetting text = given.get(setting.key());
        if (text != null) {
          values = with(values, setting, text);
        } else if (setting.isRequired()) {
          unreadable(missing(setting.key(), setting));
        }
      }
      for (PassedOn owner : section.passedOn()) {
        values = values.with(owner, under(owner.prefix()));
      }
    }
    for (SettingSection section : sections) {
      section.faults(values).forEach(this::fault);
    }
    return values;
  }

  /**
   * The values of single cameras, by the camera's part of the key. It may contain dots; the
   * setting's name follows the last one.
   */
  Map<String, SettingValues> read(PerCamera cameras) {
    Map<String, SettingValues> byCamera = new LinkedHashMap<>();
    for (GivenSetting text : given.values()) {
      if (!text.key().startsWith(cameras.prefix())) {
        continue;
      }
      String rest = text.key().substring(cameras.prefix().length());
      int dot = rest.lastIndexOf('.');
      Setting<?> setting = dot < 1 ? null : named(cameras, rest.substring(dot + 1));
      if (setting == null) {
        faults.add(
            "%s: is not a key: write %s.KEY with KEY one of %s"
                .formatted(text, cameras.form(), names(cameras)));
      } else {
        String camera = rest.substring(0, dot);
        SettingValues own = byCamera.getOrDefault(camera, SettingValues.DEFAULTS);
        byCamera.put(camera, with(own, setting, text));
      }
    }
    byCamera.forEach((camera, own) -> require(cameras, camera, own));
    return byCamera;
  }

  /** Environment variables do not distinguish capital letters. */
  private static @Nullable Setting<?> named(PerCamera cameras, String name) {
    return cameras.settings().stream()
        .filter(setting -> setting.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private static String names(PerCamera cameras) {
    return cameras.settings().stream().map(Setting::name).collect(Collectors.joining(", "));
  }

  private void require(PerCamera cameras, String camera, SettingValues own) {
    for (Setting<?> setting : cameras.settings()) {
      if (setting.isRequired() && own.chosen(setting).isEmpty()) {
        unreadable(missing(cameras.key(camera, setting), setting));
      }
    }
  }

  private static Fault missing(String key, Setting<?> setting) {
    return Fault.of(
        key,
        "is not set; it must be %s: %s".formatted(setting.type().allowed(), setting.meaning()));
  }

  private <T> SettingValues with(SettingValues values, Setting<T> setting, GivenSetting text) {
    try {
      return values.with(setting, setting.type().parse(text.text()));
    } catch (IllegalArgumentException e) {
      unreadable(new Fault(text.key(), text.text(), setting.type().demand()));
      return values;
    }
  }

  private Map<String, String> under(String prefix) {
    Map<String, String> result = new LinkedHashMap<>();
    given.forEach(
        (key, setting) -> {
          if (key.startsWith(prefix) && schema.passesOn(key)) {
            result.put(key.substring(prefix.length()), setting.text());
          }
        });
    return result;
  }

  /** Notes that a setting has no value; several sections may ask for it. */
  private void unreadable(Fault fault) {
    if (unreadable.add(fault.key())) {
      add(fault);
    }
  }

  /**
   * Notes a fault of a value, unless the value is only the default that replaces an unreadable one.
   */
  void fault(Fault fault) {
    if (!unreadable.contains(fault.key())) {
      add(fault);
    }
  }

  /** Names the value and the place where the user gave it. */
  private void add(Fault fault) {
    GivenSetting culprit = given.get(fault.key());
    if (culprit != null) {
      String shown = fault.value() == null ? culprit.withoutValue() : culprit.toString();
      faults.add(shown + ": " + fault.reason());
    } else if (fault.value() != null) {
      faults.add("%s = %s (default): %s".formatted(fault.key(), fault.value(), fault.reason()));
    } else {
      faults.add(fault.toString());
    }
  }

  /** Notes a fault of a value that an option of the command line has given. */
  void faultOfOption(Fault fault) {
    faults.add("%s = %s (command line): %s".formatted(fault.key(), fault.value(), fault.reason()));
  }

  boolean isSound() {
    return faults.isEmpty();
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
