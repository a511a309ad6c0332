package io.paastreams.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.paastreams.rules.CameraEntry;
import io.paastreams.rules.RuleFile;
import io.paastreams.rules.Rules;
import io.paastreams.text.CameraPattern;

/**
 * Changes zones and lines in the text of rules. All other settings are kept, but comments are lost.
 *
 * <p>Threading: safe.
 */
final class RuleText {

  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR));

  private RuleText() {}

  /**
   * The text with a zone or line of a camera set, or removed.
   *
   * @param kind {@code zone} or {@code line}
   * @param points pairs in 0..1 of the frame; none to remove it
   * @throws IllegalArgumentException if the text is not YAML, or the points do not form such a
   *     place
   */
  static String withPlace(String yaml, String camera, String kind, String name, JsonNode points) {
    ObjectNode root = read(yaml);
    ObjectNode cameras = object(root, "cameras");
    inherit(cameras, yaml, camera);
    ObjectNode entry = object(cameras, camera);
    boolean zone = kind.equals("zone");
    if (!zone && !kind.equals("line")) {
      throw new IllegalArgumentException("\"kind\" must be zone or line");
    }
    if (entry.has("coordinates")) {
      throw new IllegalArgumentException(
          "the places of this camera are in pixels (coordinates): edit them in the text");
    }
    ObjectNode places = object(entry, zone ? "zones" : "lines");
    if (points.isEmpty()) {
      places.remove(name);
    } else if (zone) {
      object(places, name).set("polygon", rounded(points, 3));
    } else {
      ArrayNode ends = rounded(points, 2);
      ObjectNode line = object(places, name);
      line.set("from", ends.get(0));
      line.set("to", ends.get(1));
    }
    if (places.isEmpty()) {
      entry.remove(zone ? "zones" : "lines");
    }
    return write(root);
  }

  /**
   * A camera's own entry takes precedence over a pattern's, so a new entry starts as a copy of the
   * pattern's.
   */
  private static void inherit(ObjectNode cameras, String yaml, String camera) {
    Rules rules = RuleFile.parse(yaml).rules();
    if (cameras.has(camera) || rules == null) {
      return;
    }
    rules.cameras().stream()
        .map(CameraEntry::cameras)
        .filter(pattern -> CameraPattern.matches(pattern, camera))
        .findFirst()
        .map(cameras::get)
        .ifPresent(entry -> cameras.set(camera, entry.deepCopy()));
  }

  private static ArrayNode rounded(JsonNode points, int least) {
    ArrayNode all = YAML.createArrayNode();
    for (JsonNode point : points) {
      double x = point.path(0).asDouble(-1);
      double y = point.path(1).asDouble(-1);
      if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
        throw new IllegalArgumentException("points must be pairs of numbers from 0 to 1");
      }
      all.addArray().add(Math.round(x * 1e3) / 1e3).add(Math.round(y * 1e3) / 1e3);
    }
    if (all.size() < least) {
      throw new IllegalArgumentException("this needs at least " + least + " points");
    }
    return all;
  }

  private static ObjectNode read(String yaml) {
    try {
      JsonNode root = YAML.readTree(yaml);
      if (root instanceof ObjectNode object) {
        return object;
      }
      if (root == null || root.isMissingNode() || root.isNull()) {
        return YAML.createObjectNode();
      }
      throw new IllegalArgumentException("the rules must be a mapping");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the rules are not YAML: " + e.getOriginalMessage(), e);
    }
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    JsonNode there = parent.get(name);
    if (there instanceof ObjectNode object) {
      return object;
    }
    if (there != null && !there.isNull()) {
      throw new IllegalArgumentException("\"" + name + "\" must be a mapping");
    }
    return parent.putObject(name);
  }

  private static String write(ObjectNode root) {
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the rules cannot be written", e);
    }
  }
}
