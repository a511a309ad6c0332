package io.paastreams.ingest;

import java.nio.file.Path;
import java.util.Comparator;

/** Orders file names as people expect: {@code frame9} before {@code frame10}. */
final class NaturalOrder implements Comparator<Path> {

  @Override
  public int compare(Path left, Path right) {
    String a = left.getFileName().toString();
    String b = right.getFileName().toString();
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int order;
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int endA = endOfDigits(a, i);
        int endB = endOfDigits(b, j);
        order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
        i = endA;
        j = endB;
      } else {
        order = Character.compare(a.charAt(i++), b.charAt(j++));
      }
      if (order != 0) {
        return order;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    // Names such as 1.jpg and 01.jpg compare as equal so far but are two files.
    return rest != 0 ? rest : a.compareTo(b);
  }

  /** Compares numbers of any length without overflow. */
  private static int compareNumbers(String a, String b) {
    String left = a.replaceFirst("^0+", "");
    String right = b.replaceFirst("^0+", "");
    int order = Integer.compare(left.length(), right.length());
    return order != 0 ? order : left.compareTo(right);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
