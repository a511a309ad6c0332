package io.paastreams.config;

import java.util.Locale;

/** Names of environment variables. */
final class EnvironmentNames {

  static final String PREFIX = "PAA_";

  private EnvironmentNames() {}

  /** {@code batch.maxDelay} becomes {@code PAA_BATCH_MAX_DELAY}. */
  static String of(String key) {
    return PREFIX
        + key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * The rest of a variable's name as a dotted property: {@code SASL_MECHANISM} is {@code
   * sasl.mechanism}.
   */
  static String property(String rest) {
    return rest.toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
