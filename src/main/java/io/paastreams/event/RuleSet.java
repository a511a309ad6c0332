package io.paastreams.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The rules of zones, lines, counts and alerts: a record of the compacted rules topic, whose latest
 * record under {@link #KEY} is in force.
 *
 * @param version identifies the content, see {@link #versionOf}
 * @param yaml the text as it was written
 * @param appliedBy who applied them; for people only, because it is not verified
 */
public record RuleSet(String version, String yaml, Instant appliedTime, String appliedBy) {

  /**
   * The key of the rules in force: the latest record under it sets them, or withdraws them if it
   * has no value.
   */
  public static final String KEY = "rules";

  private static final String KEY_OF_PREVIOUS = KEY + ".";

  private static final int VERSION_DIGITS = 12;

  /** A rule set with the version of its text. */
  public static RuleSet of(String yaml, Instant appliedTime, String appliedBy) {
    return new RuleSet(versionOf(yaml), yaml, appliedTime, appliedBy);
  }

  /** The key under which rules are kept when others replace them. */
  public String keyAsPrevious() {
    return KEY_OF_PREVIOUS + version;
  }

  /** Whether rules that were replaced are kept under a key. */
  public static boolean isPrevious(String key) {
    return key.startsWith(KEY_OF_PREVIOUS);
  }

  /** The first 12 hexadecimal digits of the text's SHA-256. */
  public static String versionOf(String yaml) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
