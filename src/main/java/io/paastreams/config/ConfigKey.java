package io.paastreams.config;

import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration.
 *
 * @param name dotted, for example {@code batch.maxDelay}
 * @param type how its text is read
 * @param fallback text of the default; null if the key has none
 * @param meaning one sentence for people
 * @param <T> type of the value
 */
record ConfigKey<T>(String name, ValueType<T> type, @Nullable String fallback, String meaning) {

  /** Its environment variable: {@code batch.maxDelay} is {@code PAA_BATCH_MAX_DELAY}. */
  String environmentName() {
    return EnvironmentNames.of(name);
  }
}
