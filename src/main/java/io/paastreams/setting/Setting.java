package io.paastreams.setting;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one setting. Two declarations are equal only if they are the same.
 *
 * <p>Threading: immutable.
 *
 * @param <T> type of the value
 */
public final class Setting<T> {

  /** Whether a setting has a value if the user gives none. */
  enum Presence {
    REQUIRED,
    OPTIONAL,
    DEFAULTED
  }

  private final String section;
  private final String name;
  private final SettingType<T> type;
  private final Presence presence;
  private final @Nullable T standard;
  private final String meaning;

  Setting(
      String section,
      String name,
      SettingType<T> type,
      Presence presence,
      @Nullable T standard,
      String meaning) {
    this.section = section;
    this.name = name;
    this.type = type;
    this.presence = presence;
    this.standard = standard;
    this.meaning = meaning;
  }

  /** The key as a user writes it, for example {@code batch.maxDelay}. */
  public String key() {
    return section + "." + name;
  }

  /** The key without its section, for example {@code maxDelay}. */
  public String name() {
    return name;
  }

  public SettingType<T> type() {
    return type;
  }

  /** Whether a user must give a value. */
  public boolean isRequired() {
    return presence == Presence.REQUIRED;
  }

  /** Notes a fault if a value is not allowed. */
  public void check(T value, Consumer<Fault> faults) {
    if (!type.accepts(value)) {
      faults.accept(Fault.of(this, value, type.demand()));
    }
  }

  /** The default. */
  public Optional<T> defaultValue() {
    return Optional.ofNullable(standard);
  }

  /**
   * The default of a setting that has one.
   *
   * @throws IllegalStateException if it has none
   */
  public T standard() {
    if (standard == null) {
      throw new IllegalStateException(key() + " has no default");
    }
    return standard;
  }

  /** The default as a user would write it; empty if there is none. */
  public String defaultText() {
    return standard == null ? "" : type.write(standard);
  }

  /** The meaning in one sentence for people. */
  public String meaning() {
    return meaning;
  }

  @Override
  public String toString() {
    return key();
  }
}
