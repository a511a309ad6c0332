package io.paastreams.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A node of a YAML file with its line, counted from 1. */
sealed interface YamlNode {

  int line();

  /** The node as it could be written on one line, for messages. */
  String written();

  /** The kind of node, for messages. */
  String kind();

  /** Text, a number, or nothing at all. */
  record Scalar(String text, int line) implements YamlNode {
    @Override
    public String written() {
      return text;
    }

    @Override
    public String kind() {
      return text.isEmpty() ? "nothing" : "a single value";
    }
  }

  /** Values in order. */
  record Sequence(List<YamlNode> items, int line) implements YamlNode {
    @Override
    public String written() {
      return items.stream().map(YamlNode::written).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys, each once, and their values. */
  record Mapping(List<Entry> entries, int line) implements YamlNode {
    Optional<YamlNode> get(String key) {
      return entries.stream().filter(each -> each.key().equals(key)).map(Entry::value).findFirst();
    }

    @Override
    public String written() {
      return entries.stream()
          .map(each -> each.key() + ": " + each.value().written())
          .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public String kind() {
      return "keys and values";
    }
  }

  /** One key with its value. */
  record Entry(String key, YamlNode value, int line) {}
}
