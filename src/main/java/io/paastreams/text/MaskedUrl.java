package io.paastreams.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes URLs safe for messages, logs, records and metrics by masking what may be a secret.
 *
 * <p>What is masked follows from the URL's structure rather than from names that look secret,
 * because every camera manufacturer has its own: the user and the password, every value of the
 * query except a few numbers, the fragment, and what follows the first {@code =} or {@code :} of
 * the path, where some cameras expect their login.
 *
 * <p>A password that should have been percent-encoded makes a URL ambiguous: in {@code
 * rtsp://admin:12/34@host} a parser sees the host {@code admin}. Everything that could be part of a
 * password is then masked, if necessary everything after the scheme. Text that is already masked is
 * left unchanged.
 */
public final class MaskedUrl {

  private static final String MASK = "***";
  private static final String AUTHORITY_END = "/\\?#";

  /** Matches a URL; in lists, URLs are separated by commas. */
  private static final Pattern URL =
      Pattern.compile(
          "(?i)([a-z][a-z0-9+.-]*://)((?:(?!,[a-z][a-z0-9+.-]*://)[^\\s\"<>`\\p{Cntrl}])*)");

  /** Punctuation that a sentence may put after a URL. */
  private static final Pattern PUNCTUATION = Pattern.compile("[,;:.!)\\]}']+$");

  /** Matches a host and port; PORT is a placeholder in our own messages. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[\\p{Alnum}:.%]+]|[\\p{L}\\p{N}._~*-]*)(:(\\d{0,5}|PORT))?");

  private static final Pattern PARAMETER = Pattern.compile("([A-Za-z][\\w.\\[\\]-]*)=(.*[^=].*)");

  /** Parameters whose numbers distinguish a camera's streams. */
  private static final Set<String> HARMLESS =
      Set.of("channel", "stream", "subtype", "profile", "fps", "width", "height", "resolution");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}(x\\d{1,5})?");

  private MaskedUrl() {}

  /**
   * Masks one URL, however badly it is written. A path without a scheme is left unchanged unless an
   * {@code @} or {@code ?} shows that it was meant as a URL.
   */
  public static String of(String url) {
    int colon = url.indexOf("://");
    if (colon > 0) {
      return masked(url.substring(0, colon + 3), url.substring(colon + 3));
    }
    boolean meantAsUrl = url.indexOf('@') >= 0 || url.indexOf('?') >= 0;
    return meantAsUrl ? masked("", url) : url;
  }

  /** Masks every URL in a text. */
  public static String in(String text) {
    if (!text.contains("://")) {
      return text;
    }
    return URL.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(inText(match.group(1), match.group(2))));
  }

  private static String inText(String scheme, String rest) {
    Matcher end = PUNCTUATION.matcher(rest);
    int length = end.find() ? end.start() : rest.length();
    return masked(scheme, rest.substring(0, length)) + rest.substring(length);
  }

  private static String masked(String scheme, String rest) {
    if (scheme.equalsIgnoreCase("file://") && rest.startsWith("/")) {
      return scheme + rest;
    }
    int authorityEnd = firstOf(AUTHORITY_END, rest);
    String authority = rest.substring(0, authorityEnd);
    int at = rest.lastIndexOf('@');
    if (at < authorityEnd) {
      String login = at < 0 ? "" : MASK + "@";
      return scheme + login + host(authority.substring(at + 1)) + tail(rest, authorityEnd);
    }
    // The last @ is after the part that a parser takes for the host.
    int value = authorityEnd + firstOf("?#=:", rest.substring(authorityEnd));
    if (at < value) {
      String behind = rest.substring(at + 1);
      int end = firstOf(AUTHORITY_END, behind);
      return scheme + MASK + "@" + host(behind.substring(0, end)) + tail(behind, end);
    }
    boolean inValueOnly = rest.indexOf('@') > value && authority.indexOf(':') < 0;
    return scheme + (inValueOnly ? host(authority) + tail(rest, authorityEnd) : MASK);
  }

  /** A port that is not a number is the beginning of a password. */
  private static String host(String authority) {
    return HOST_AND_PORT.matcher(authority).matches() ? authority : MASK;
  }

  private static String tail(String rest, int start) {
    int fragment = Math.max(start, firstOf("#", rest));
    int query = Math.min(fragment, Math.max(start, firstOf("?", rest)));
    String path = rest.substring(start, query);
    int login = firstOf("=:", path);
    return (login < path.length() ? path.substring(0, login + 1) + MASK : path)
        + (query < fragment ? "?" + query(rest.substring(query + 1, fragment)) : "")
        + (fragment < rest.length() ? "#" + MASK : "");
  }

  private static String query(String parameters) {
    return Arrays.stream(parameters.split("[&;]", -1))
        .map(MaskedUrl::parameter)
        .collect(Collectors.joining("&"));
  }

  private static String parameter(String text) {
    Matcher parameter = PARAMETER.matcher(text);
    if (!parameter.matches()) {
      return text.isEmpty() ? "" : MASK;
    }
    String name = parameter.group(1);
    boolean harmless =
        HARMLESS.contains(name.toLowerCase(Locale.ROOT))
            && NUMBER.matcher(parameter.group(2)).matches();
    return harmless ? text : name + "=" + MASK;
  }

  /** The index of the first of several characters, or the text's length. */
  private static int firstOf(String characters, String text) {
    int first = 0;
    while (first < text.length() && characters.indexOf(text.charAt(first)) < 0) {
      first++;
    }
    return first;
  }
}
