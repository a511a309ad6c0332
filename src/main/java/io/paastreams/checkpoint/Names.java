package io.paastreams.checkpoint;

import io.paastreams.text.Printable;
import java.util.Collection;

/** Makes names from a checkpoint safe for messages. */
final class Names {

  private static final int SHOWN = 8;
  private static final int MAX_LENGTH = 120;

  private Names() {}

  /** The first few names, and how many more there are. */
  static String listed(Collection<String> names) {
    String shown = String.join(", ", names.stream().limit(SHOWN).toList());
    int more = names.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  /** The text as one line of bounded length without control characters. */
  static String printable(String text) {
    return printable(text, MAX_LENGTH);
  }

  /** The same with another limit. */
  static String printable(String text, int most) {
    return Printable.line(text, most);
  }
}
