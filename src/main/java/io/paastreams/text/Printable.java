package io.paastreams.text;

import java.util.regex.Pattern;

/**
 * Makes text from outside safe for messages. A message reaches logs, terminals and the headers of
 * dead letters, where control characters could forge lines or move the cursor and a long quotation
 * would fill the record.
 */
public final class Printable {

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cn}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /**
   * The text as one line without control characters and with its URLs masked.
   *
   * @param most the maximum number of characters; longer text ends in "..."
   */
  public static String line(String text, int most) {
    String masked = MaskedUrl.in(text);
    String shown = masked.length() > most ? masked.substring(0, most) + "..." : masked;
    return UNPRINTABLE.matcher(shown).replaceAll("?");
  }
}
