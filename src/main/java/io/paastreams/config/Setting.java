package io.paastreams.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One value as it was given.
 *
 * @param key dotted
 * @param text with references resolved
 * @param written as the user wrote it: references not resolved
 * @param source where it was given, for people
 */
record Setting(String key, String text, String written, String source) {

  private static final String MASK = "******";

  private static final Pattern SECRET =
      Pattern.compile(
          "password|passwd|secret|token|jaas|user\\.?info|credentials?$|\\.key$|private|passphrase");

  /** The {@code user:password@} of an address. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

  /** Whether its value must not be shown. */
  static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
  }

  /** The value for people: masked if it is a secret, references as they were written. */
  String shown() {
    return isSecret(key) ? MASK : USER_INFO.matcher(written).replaceAll(MASK);
  }

  @Override
  public String toString() {
    return key + " = " + shown() + " (" + source + ")";
  }
}
