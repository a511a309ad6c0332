package io.paastreams.config;

import io.paastreams.text.MaskedUrl;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One value as the user gave it.
 *
 * @param key the dotted key
 * @param text the value with references resolved
 * @param written the value as the user wrote it, with unresolved references
 * @param source where it was given, for people
 */
record GivenSetting(String key, String text, String written, String source) {

  private static final String MASK = "******";

  private static final Pattern SECRET =
      Pattern.compile(
          "password|passwd|secret|token|jaas|user\\.?info|credentials?$|\\.key$|private|passphrase|access.?key");

  /** Matches the comma between the URLs of a list. */
  private static final Pattern NEXT_URL = Pattern.compile(",(?=\\s*[A-Za-z][A-Za-z0-9+.-]*://)");

  /** Whether its value must not be shown. */
  static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
  }

  /** The value for people: masked if it is a secret, references as they were written. */
  String shown() {
    if (isSecret(key)) {
      return MASK;
    }
    return written.contains("://")
        ? NEXT_URL.splitAsStream(written).map(MaskedUrl::of).collect(Collectors.joining(","))
        : written;
  }

  /** The key and its source, because the value of a misspelt key may be a secret. */
  String withoutValue() {
    return key + " (" + source + ")";
  }

  @Override
  public String toString() {
    return MaskedUrl.in(key) + " = " + shown() + " (" + source + ")";
  }
}
