package io.paastreams.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys under which the settings of a section may be given for single cameras: {@code
 * cameras.ID.fps} is {@code ingest.fps} of one camera.
 *
 * <p>Threading: filled while the declaring class is initialised, not changed afterwards.
 */
public final class PerCamera {

  private final String name;
  private final String placeholder;
  private final SettingSection section;
  private final List<Setting<?>> own = new ArrayList<>();

  PerCamera(String name, String placeholder, SettingSection section) {
    this.name = name;
    this.placeholder = placeholder;
    this.section = section;
  }

  /** Declares a setting that each camera must have and that cannot be set for all of them. */
  public <T> Setting<T> required(String key, SettingType<T> type, String meaning) {
    Setting<T> setting = new Setting<>(form(), key, type, Setting.Presence.REQUIRED, null, meaning);
    own.add(setting);
    return setting;
  }

  public SettingSection section() {
    return section;
  }

  /** The prefix of all keys, including the final dot. */
  public String prefix() {
    return name + ".";
  }

  /** The form of the part before a setting's name, for people: {@code cameras.ID}. */
  public String form() {
    return prefix() + placeholder;
  }

  /** The key of a camera's setting. */
  public String key(String camera, Setting<?> setting) {
    return prefix() + camera + "." + setting.name();
  }

  /** The faults of a camera's own values, each checked by itself. */
  public List<Fault> faults(String camera, SettingValues values) {
    List<Fault> faults = new ArrayList<>();
    for (Setting<?> setting : settings()) {
      SettingSection.checkRange(
          setting,
          values,
          fault -> faults.add(new Fault(key(camera, setting), fault.value(), fault.reason())));
    }
    return faults;
  }

  /** The settings that a camera may have of its own. */
  public List<Setting<?>> settings() {
    return Stream.concat(own.stream(), section.settings().stream()).toList();
  }
}
