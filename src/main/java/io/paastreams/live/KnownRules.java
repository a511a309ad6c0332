package io.paastreams.live;

import io.paastreams.event.RuleSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, and the versions that were in force before.
 *
 * <p>Threading: safe.
 */
final class KnownRules {

  private final History<RuleSet> versions;
  private @Nullable RuleSet inForce;
  private long changes;

  /**
   * None yet.
   *
   * @param most number of versions that are kept
   */
  KnownRules(int most) {
    versions = new History<>(most);
  }

  /** Keeps a version that is no longer in force. */
  synchronized void remember(RuleSet rules) {
    versions.put(rules.version(), rules);
    changes++;
  }

  /**
   * Learns what is in force from now on.
   *
   * @param rules null if the rules were withdrawn
   */
  synchronized void putInForce(@Nullable RuleSet rules) {
    inForce = rules;
    if (rules != null) {
      versions.put(rules.version(), rules);
    }
    changes++;
  }

  /** The rules in force, if there are any. */
  synchronized Optional<RuleSet> inForce() {
    return Optional.ofNullable(inForce);
  }

  Optional<RuleSet> get(String version) {
    return versions.get(version);
  }

  /** All versions, the latest first. */
  List<RuleSet> latest() {
    return versions.latest();
  }

  /** Changes whenever something else is in force or remembered. */
  synchronized long version() {
    return changes;
  }
}
