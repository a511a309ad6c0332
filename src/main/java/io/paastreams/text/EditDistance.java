package io.paastreams.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How far apart words are in spelling, ignoring case (Damerau and Levenshtein). */
public final class EditDistance {

  /** The share of a word's characters that may be wrong for a word to resemble another. */
  private static final double SLIP = 0.3;

  private EditDistance() {}

  /** The nearest candidate to a misspelt word; empty if none resembles it. */
  public static Optional<String> nearest(String written, Collection<String> candidates) {
    // Two errors are always tolerated, unless they are more than half of the word.
    double limit = Math.max(Math.min(2, written.length() / 2), SLIP * written.length());
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - written.length()) <= limit)
        .sorted()
        .min(Comparator.comparingInt(candidate -> between(written, candidate)))
        .filter(candidate -> between(written, candidate) <= limit);
  }

  /** The number of characters to change, insert, delete, or swap with their neighbour. */
  public static int between(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    int[] current = new int[b.length() + 1];
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
        if (isSwap(a, i, b, j)) {
          current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
        }
      }
      int[] spare = beforePrevious;
      beforePrevious = previous;
      previous = current;
      current = spare;
    }
    return previous[b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
