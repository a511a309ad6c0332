package io.paastreams.cli.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Typed fields of a JSON object.
 *
 * @param path the prefix of the field names in messages
 */
record JsonFields(JsonNode node, String path) {

  private static final int LONGEST_VALUE = 60;

  boolean has(String name) {
    JsonNode value = node.get(name);
    return value != null && !value.isNull();
  }

  /** The names of the object's fields that are none of these. */
  List<String> besides(Set<String> known) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    names.removeAll(known);
    return names;
  }

  String text(String name) throws BadLineException {
    JsonNode value = require(name, "text");
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw bad(name, "must be text");
    }
    return value.textValue();
  }

  String text(String name, String fallback) throws BadLineException {
    return has(name) ? text(name) : fallback;
  }

  long whole(String name, long least, long most) throws BadLineException {
    String what =
        most == Long.MAX_VALUE
            ? "a whole number from " + least
            : "a whole number from " + least + " to " + most;
    JsonNode value = require(name, what);
    boolean isWhole = value.isIntegralNumber() && value.canConvertToLong();
    if (!isWhole || value.longValue() < least || value.longValue() > most) {
      throw bad(name, "must be " + what);
    }
    return value.longValue();
  }

  long whole(String name, long least, long most, long fallback) throws BadLineException {
    return has(name) ? whole(name, least, most) : fallback;
  }

  float number(String name) throws BadLineException {
    JsonNode value = require(name, "a number");
    if (!value.isNumber() || !Float.isFinite(value.floatValue())) {
      throw bad(name, "must be a number");
    }
    return value.floatValue();
  }

  UUID uuid(String name, UUID fallback) throws BadLineException {
    if (!has(name)) {
      return fallback;
    }
    try {
      return UUID.fromString(text(name));
    } catch (IllegalArgumentException e) {
      throw bad(name, "must be a UUID");
    }
  }

  @Nullable JsonNode array(String name) throws BadLineException {
    if (!has(name)) {
      return null;
    }
    if (!node.get(name).isArray()) {
      throw bad(name, "must be a list");
    }
    return node.get(name);
  }

  JsonNode require(String name, String what) throws BadLineException {
    if (!has(name)) {
      throw new BadLineException(path + name + " is missing; it must be " + what);
    }
    return node.get(name);
  }

  BadLineException bad(String name, String rule) {
    return new BadLineException(
        path
            + name
            + " = "
            + Printable.line(node.get(name).toString(), LONGEST_VALUE)
            + ": "
            + rule);
  }
}
