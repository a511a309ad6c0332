package io.paastreams.text;

import java.util.Comparator;

/**
 * A camera id or a pattern of ids, in which {@code *} stands for any text and {@code ?} for any
 * single character.
 */
public final class CameraPattern {

  /**
   * Sorts more specific patterns first: ids before patterns, then by the number of literal
   * characters, then {@code ?} before {@code *}. Ties are decided by the text, so that the order in
   * the file does not matter.
   */
  public static final Comparator<String> NARROWER_FIRST =
      Comparator.comparing(CameraPattern::isPattern)
          .thenComparing(Comparator.comparingInt(CameraPattern::literals).reversed())
          .thenComparing(pattern -> pattern.contains("*"))
          .thenComparing(Comparator.naturalOrder());

  private CameraPattern() {}

  private static boolean isPattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  private static int literals(String text) {
    return (int) text.chars().filter(c -> c != '*' && c != '?').count();
  }

  /**
   * Whether a pattern matches an id. Matching takes at most as many steps as the product of both
   * lengths, whatever the pattern.
   */
  public static boolean matches(String pattern, String id) {
    int p = 0;
    int i = 0;
    int star = -1;
    int afterStar = 0;
    while (i < id.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        afterStar = i;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == id.charAt(i))) {
        p++;
        i++;
      } else if (star >= 0) {
        p = star + 1;
        i = ++afterStar;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Whether some id matches both patterns. */
  public static boolean overlap(String one, String other) {
    int n = other.length();
    boolean[] reachable = new boolean[n + 1];
    reachable[0] = true;
    extend(other, reachable);
    for (int i = 0; i < one.length(); i++) {
      boolean[] next = new boolean[n + 1];
      boolean isStar = one.charAt(i) == '*';
      for (int j = 0; j <= n; j++) {
        if (isStar) {
          next[j] = reachable[j] || (j > 0 && next[j - 1]);
        } else if (j > 0) {
          next[j] =
              other.charAt(j - 1) == '*'
                  ? reachable[j] || reachable[j - 1] || next[j - 1]
                  : reachable[j - 1] && sameCharacter(one.charAt(i), other.charAt(j - 1));
        }
      }
      reachable = next;
    }
    return reachable[n];
  }

  /** A star may also stand for no text at all. */
  private static void extend(String pattern, boolean[] reachable) {
    for (int j = 0; j < pattern.length() && pattern.charAt(j) == '*'; j++) {
      reachable[j + 1] = true;
    }
  }

  private static boolean sameCharacter(char one, char other) {
    return one == other || one == '?' || other == '?';
  }
}
