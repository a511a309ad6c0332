package io.paastreams.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.paastreams.rules.YamlNode.Entry;
import io.paastreams.rules.YamlNode.Mapping;
import io.paastreams.rules.YamlNode.Scalar;
import io.paastreams.rules.YamlNode.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML text into nodes that know their lines. Aliases are refused, because rule files do not
 * need them and a few lines of them can expand to gigabytes.
 *
 * <p>Threading: one thread.
 */
final class YamlReader {

  private static final int MOST_CHARACTERS = 1 << 20;
  private static final int DEEPEST = 20;
  private static final YAMLFactory YAML = new YAMLFactory();

  private final Findings findings;

  YamlReader(Findings findings) {
    this.findings = findings;
  }

  /** The mapping that the text holds; null, with a fault noted, if it is not a mapping. */
  @Nullable Mapping read(String text) {
    if (text.length() > MOST_CHARACTERS) {
      findings.error(0, "", null, "is larger than a rule file may be (1 MiB)");
      return null;
    }
    try (YAMLParser parser = YAML.createParser(text)) {
      return document(parser);
    } catch (JsonProcessingException e) {
      String reason = reason(String.valueOf(e.getOriginalMessage()));
      String remedy =
          reason.contains("alias") ? "; put what begins with * in quotes, such as \"*\"" : "";
      var at = e.getLocation();
      findings.error(at == null ? 0 : at.getLineNr(), "", null, "is not YAML: " + reason + remedy);
    } catch (IOException e) {
      findings.error(0, "", null, "cannot be read: " + e.getMessage());
    }
    return null;
  }

  /** The message without the indented excerpts of the text. */
  private static String reason(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .collect(Collectors.joining(", "));
  }

  private @Nullable Mapping document(YAMLParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return new Mapping(List.of(), 1);
    }
    if (first != JsonToken.START_OBJECT) {
      findings.error(line(parser), "", null, "must contain keys and values, such as rules:");
      return null;
    }
    Mapping mapping = mapping(parser, "", 1);
    if (parser.nextToken() != null) {
      findings.error(line(parser), "", null, "a second document begins; use one file per document");
    }
    return mapping;
  }

  private Mapping mapping(YAMLParser parser, String path, int depth) throws IOException {
    int begin = line(parser);
    List<Entry> entries = new ArrayList<>();
    Map<String, Integer> lineOf = new HashMap<>();
    for (JsonToken name = parser.nextToken();
        name == JsonToken.FIELD_NAME;
        name = parser.nextToken()) {
      String key = parser.currentName();
      int line = line(parser);
      String inner = path.isEmpty() ? key : path + "." + key;
      parser.nextToken();
      YamlNode value = node(parser, inner, depth + 1);
      Integer earlier = lineOf.putIfAbsent(key, line);
      if (earlier != null) {
        findings.error(
            line, inner, null, "is already set in line " + earlier + "; rename or remove one");
      } else {
        entries.add(new Entry(key, value, line));
      }
    }
    return new Mapping(entries, begin);
  }

  private YamlNode node(YAMLParser parser, String path, int depth) throws IOException {
    JsonToken token = parser.currentToken();
    int line = line(parser);
    if (depth > DEEPEST) {
      findings.error(line, path, null, "is nested too deeply");
      parser.skipChildren();
      return new Scalar("", line);
    }
    if (token == JsonToken.START_OBJECT) {
      return mapping(parser, path, depth);
    }
    if (token == JsonToken.START_ARRAY) {
      List<YamlNode> items = new ArrayList<>();
      for (JsonToken each = parser.nextToken();
          each != null && each != JsonToken.END_ARRAY;
          each = parser.nextToken()) {
        items.add(node(parser, path + "[" + items.size() + "]", depth + 1));
      }
      return new Sequence(items, line);
    }
    if (parser.isCurrentAlias()) {
      findings.error(line, path, null, "refers to an anchor; write the value itself");
      return new Scalar("", line);
    }
    return new Scalar(token == JsonToken.VALUE_NULL ? "" : parser.getText().strip(), line);
  }

  private static int line(YAMLParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
