package io.paastreams.rules;

import org.jspecify.annotations.Nullable;

/**
 * An error or a warning about a rule file.
 *
 * @param isError whether the file cannot be used
 * @param line the line, counted from 1; 0 if the finding concerns the whole file
 * @param key path to the value, such as {@code rules.intruder.zone}; empty for the whole file
 * @param value as it was written, if it is short enough to be quoted; null if there is none
 * @param message what is wrong, and the remedy
 */
public record RuleFinding(
    boolean isError, int line, String key, @Nullable String value, String message) {

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (line > 0) {
      text.append("line ").append(line).append(": ");
    }
    if (!isError) {
      text.append("warning: ");
    }
    text.append(key);
    if (value != null) {
      text.append(" = ").append(value);
    }
    return text.append(key.isEmpty() ? "" : ": ").append(message).toString();
  }
}
