package io.paastreams.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves {@code ${env:NAME}} and {@code ${file:/path}}. */
final class References {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  private References() {}

  /**
   * @throws IllegalArgumentException if a variable is not set or a file cannot be read
   */
  static String resolve(String text, Map<String, String> environment) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(value(match.group(1), match.group(2), environment)));
  }

  private static String value(String kind, String name, Map<String, String> environment) {
    if (kind.equals("env")) {
      String value = environment.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the environment variable " + name + " is not set");
      }
      return value;
    }
    try {
      return Files.readString(Path.of(name)).stripTrailing();
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + name + " cannot be read", e);
    }
  }
}
