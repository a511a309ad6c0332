package io.paastreams.text;

import java.util.regex.Pattern;

/**
 * Text from outside on its way into a message. A message reaches logs, terminals and the headers of
 * dead letters; there, control characters would forge lines or move the cursor, and a long
 * quotation would fill the record.
 */
public final class Printable {

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cn}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /**
   * One line without control characters, and with the URLs in it masked.
   *
   * @param most characters; what is longer ends in "..."
   */
  public static String line(String text, int most) {
    String masked = MaskedUrl.in(text);
    String shown = masked.length() > most ? masked.substring(0, most) + "..." : masked;
    return UNPRINTABLE.matcher(shown).replaceAll("?");
  }
}
