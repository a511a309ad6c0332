package io.paastreams.tracking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of a configuration, each with its key, value and range. */
final class Faults {

  private final List<String> found = new ArrayList<>();

  void positive(String key, double value) {
    check(value > 0 && Double.isFinite(value), key, value, "must be above 0");
  }

  void notNegative(String key, double value) {
    check(value >= 0 && Double.isFinite(value), key, value, "must not be negative");
  }

  void share(String key, double value) {
    check(value >= 0 && value <= 1, key, value, "must be in [0, 1]");
  }

  void notNegative(String key, Duration value) {
    check(!value.isNegative(), key, value, "must not be negative");
  }

  void positive(String key, Duration value) {
    check(!value.isNegative() && !value.isZero(), key, value, "must be above 0");
  }

  void check(boolean right, String key, Object value, String rule) {
    if (!right) {
      found.add(key + " = " + value + ": " + rule);
    }
  }

  void refuse() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", found));
    }
  }
}
