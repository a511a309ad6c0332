package io.paastreams.event;

import io.paastreams.setting.Fault;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The names of the topics on the user's cluster.
 *
 * @param byKind a name for each kind, in the order of the kinds
 */
public record TopicNames(Map<TopicKind<?>, String> byKind) {

  private static final Pattern LEGAL = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

  public static final SettingSection SETTINGS =
      SettingSection.named("topics").rule(TopicNames::refuseTwins);

  private static final Map<TopicKind<?>, Setting<String>> NAMES = new LinkedHashMap<>();

  static {
    SettingType<String> name =
        SettingType.form("a topic name: 1 to 249 letters, digits, '.', '_' and '-'", LEGAL);
    TopicKind.all()
        .forEach(
            kind ->
                NAMES.put(
                    kind, SETTINGS.standard(kind.id(), name, kind.defaultName(), kind.meaning())));
  }

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if one is not a topic name, or two are the same
   */
  public TopicNames {
    byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    Collection<String> all = byKind.values();
    for (String name : all) {
      if (!LEGAL.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "\"%s\" is not a topic name: use 1 to 249 letters, digits, '.', '_' and '-'"
                .formatted(name));
      }
    }
    if (Set.copyOf(all).size() < all.size()) {
      throw new IllegalArgumentException("each topic needs a name of its own, not " + all);
    }
  }

  /** What a user chose. */
  public static TopicNames of(SettingValues values) {
    return named(kind -> values.get(Objects.requireNonNull(NAMES.get(kind))));
  }

  /** Several faults would only say the same. */
  private static void refuseTwins(SettingValues values, Consumer<Fault> faults) {
    Map<String, Setting<String>> taken = new HashMap<>();
    for (Setting<String> setting : NAMES.values()) {
      Setting<String> other = taken.putIfAbsent(values.get(setting), setting);
      if (other != null) {
        Setting<String> chosen = values.chosen(setting).isPresent() ? setting : other;
        faults.accept(
            Fault.of(
                chosen,
                values.get(chosen),
                "is the name of %s, too; each topic needs a name of its own"
                    .formatted(chosen == setting ? other : setting)));
      }
    }
  }

  /** The default names. */
  public static TopicNames standard() {
    return named(TopicKind::defaultName);
  }

  /** The names that a function gives to each kind. */
  public static TopicNames named(Function<TopicKind<?>, String> name) {
    Map<TopicKind<?>, String> names = new LinkedHashMap<>();
    TopicKind.all().forEach(kind -> names.put(kind, name.apply(kind)));
    return new TopicNames(names);
  }

  /** A copy with another name for one kind. */
  public TopicNames with(TopicKind<?> kind, String name) {
    Map<TopicKind<?>, String> names = new LinkedHashMap<>(byKind);
    names.put(kind, name);
    return new TopicNames(names);
  }

  /** A copy with only the topics that an application uses. */
  public TopicNames only(Collection<TopicUse> uses) {
    Map<TopicKind<?>, String> names = new LinkedHashMap<>();
    uses.forEach(use -> names.put(use.kind(), of(use.kind())));
    return new TopicNames(names);
  }

  /** The name of the topic of a kind. */
  public String of(TopicKind<?> kind) {
    return Objects.requireNonNull(byKind.get(kind), () -> "no name for " + kind);
  }

  /** All names, in the order of the kinds. */
  public List<String> all() {
    return List.copyOf(byKind.values());
  }
}
