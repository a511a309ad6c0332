package io.paastreams.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One value as it was given.
 *
 * @param key dotted
 * @param text with references to secrets resolved
 * @param source where it was given, for people
 */
record Setting(String key, String text, String source) {

  private static final Pattern SECRET =
      Pattern.compile("password|secret|token|jaas|user\\.info|credential|\\.key$|private");

  /** Whether its value must not be shown. */
  static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
  }

  /** The value, masked if it is a secret. */
  String shown() {
    return isSecret(key) ? "******" : text;
  }

  @Override
  public String toString() {
    return key + " = " + shown() + " (" + source + ")";
  }
}
