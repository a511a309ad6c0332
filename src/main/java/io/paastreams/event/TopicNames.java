package io.paastreams.event;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the topics are called on the user's cluster.
 *
 * @param byKind a name for each kind, in the order of the kinds
 */
public record TopicNames(Map<TopicKind<?>, String> byKind) {

  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if one is no topic name, or two are the same
   */
  public TopicNames {
    byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    Collection<String> all = byKind.values();
    for (String name : all) {
      if (!LEGAL.matcher(name).matches() || name.equals(".") || name.equals("..")) {
        throw new IllegalArgumentException(
            "\"%s\" is not a topic name: use 1 to 249 letters, digits, '.', '_' and '-'"
                .formatted(name));
      }
    }
    if (Set.copyOf(all).size() < all.size()) {
      throw new IllegalArgumentException("each topic needs a name of its own, not " + all);
    }
  }

  /** Every kind under its default name. */
  public static TopicNames standard() {
    return named(TopicKind::defaultName);
  }

  /** Every kind under the name that a function gives it. */
  public static TopicNames named(Function<TopicKind<?>, String> name) {
    Map<TopicKind<?>, String> names = new LinkedHashMap<>();
    TopicKind.all().forEach(kind -> names.put(kind, name.apply(kind)));
    return new TopicNames(names);
  }

  /** The same with another name for one kind. */
  public TopicNames with(TopicKind<?> kind, String name) {
    Map<TopicKind<?>, String> names = new LinkedHashMap<>(byKind);
    names.put(kind, name);
    return new TopicNames(names);
  }

  /** Only those that an application uses. */
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
