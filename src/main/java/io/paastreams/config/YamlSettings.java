package io.paastreams.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The keys of one YAML file, flattened: {@code batch: {maxSize: 8}} is {@code batch.maxSize}.
 * Values keep their written form, because {@code 1.10} may be a version rather than a number.
 *
 * <p>Threading: confined to one thread.
 */
final class YamlSettings {

  private static final long MAX_BYTES = 1 << 20;
  private static final YAMLFactory YAML = new YAMLFactory();

  private final Path file;
  private final Sink sink;
  private final List<String> faults;
  private final Map<String, Integer> lineOf = new HashMap<>();

  /** Receives each key with its text. */
  @FunctionalInterface
  interface Sink {
    void add(String key, String text, String source);
  }

  YamlSettings(Path file, Sink sink, List<String> faults) {
    this.file = file;
    this.sink = sink;
    this.faults = faults;
  }

  void read() {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
        faults.add(file + ": is larger than a configuration may be (1 MiB)");
        return;
      }
      try (YAMLParser parser = YAML.createParser(Files.readString(file))) {
        document(parser);
      }
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String place = at == null ? "" : " line " + at.getLineNr();
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      faults.add(file + place + ": is not YAML: " + reason);
    } catch (NoSuchFileException e) {
      faults.add(file + ": there is no such file");
    } catch (CharacterCodingException e) {
      faults.add(file + ": is not UTF-8 text");
    } catch (IOException e) {
      faults.add(file + ": cannot be read: " + e);
    }
  }

  private void document(YAMLParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      faults.add(file + ": must contain keys and values");
      return;
    }
    mapping(parser, "");
    if (parser.nextToken() != null) {
      faults.add(place(parser) + ": a second document begins here, which would not be read");
    }
  }

  private void mapping(YAMLParser parser, String prefix) throws IOException {
    for (JsonToken name = parser.nextToken();
        name == JsonToken.FIELD_NAME;
        name = parser.nextToken()) {
      String key = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      int line = parser.currentTokenLocation().getLineNr();
      if (value == JsonToken.START_OBJECT) {
        mapping(parser, key + ".");
      } else if (value == JsonToken.START_ARRAY) {
        leaf(key, list(parser, key), line);
      } else if (parser.isCurrentAlias()) {
        faults.add(place(parser) + ": " + key + " refers to an anchor, which is not supported");
      } else if (value == JsonToken.VALUE_NULL || parser.getText().isEmpty()) {
        faults.add(place(parser) + ": " + key + " has no value; remove it to use its default");
      } else {
        leaf(key, parser.getText(), line);
      }
    }
  }

  private String list(YAMLParser parser, String key) throws IOException {
    StringJoiner joined = new StringJoiner(",");
    for (JsonToken each = parser.nextToken();
        each != null && each != JsonToken.END_ARRAY;
        each = parser.nextToken()) {
      if (!each.isScalarValue() || parser.getText().contains(",")) {
        faults.add(place(parser) + ": " + key + " must be a list of plain values without commas");
        parser.skipChildren();
      } else {
        joined.add(parser.getText());
      }
    }
    return joined.toString();
  }

  private void leaf(String key, String text, int line) {
    Integer earlier = lineOf.putIfAbsent(key, line);
    if (earlier != null) {
      faults.add(
          "%s: is given twice in %s, in lines %d and %d".formatted(key, file, earlier, line));
      return;
    }
    sink.add(key, text, "file " + file + " line " + line);
  }

  private String place(YAMLParser parser) {
    return file + " line " + parser.currentTokenLocation().getLineNr();
  }
}
