package io.paastreams.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves {@code ${env:NAME}} and {@code ${file:/path}}; {@code $${} stands for <code>${</code>. */
final class References {

  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$\\{|\\{(\\w+:)?([^}]*)(})?)");
  private static final long MAX_BYTES = 1 << 20;

  private References() {}

  /**
   * Resolves the references in a value.
   *
   * @param foreign whether the value belongs to other software, for which references may have a
   *     meaning, as {@code ${vault:...}} has for Kafka's configuration providers; such references
   *     are kept
   * @throws IllegalArgumentException if a variable is not set, a file cannot be read, or a
   *     reference is of an unknown kind
   */
  static String resolve(String text, Map<String, String> environment, boolean foreign) {
    return REFERENCE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match, environment, foreign)));
  }

  private static String value(MatchResult match, Map<String, String> environment, boolean foreign) {
    if (match.group(1).startsWith("$")) {
      return "${";
    }
    String kind = match.group(2) == null ? "" : match.group(2);
    String name = match.group(3);
    if (match.group(4) != null && kind.equals("env:")) {
      return variable(name, environment);
    }
    if (match.group(4) != null && kind.equals("file:")) {
      return content(name);
    }
    if (foreign) {
      return match.group();
    }
    throw new IllegalArgumentException(
        match.group() + " must be ${env:NAME} or ${file:/path}; write $${ for ${ itself");
  }

  private static String variable(String name, Map<String, String> environment) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }

  private static String content(String name) {
    try {
      Path file = Path.of(name);
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("the file " + name + " is larger than 1 MiB");
      }
      return Files.readString(file).stripTrailing();
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("the file " + name + " cannot be read", e);
    }
  }
}
