package io.paastreams.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.paastreams.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link Recipe} as a YAML file: every key once, with a comment that says what it means. */
public final class RecipeYaml {

  /** A recipe is a few kilobytes; anything larger is not one. */
  static final int MAX_CHARS = 256 * 1024;

  /** The maximum number of faults listed, because an arbitrary file may have any number. */
  private static final int MOST_FAULTS = 60;

  private static final int MOST_LENGTH = 500;

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What the parser returns for a key without a value. */
  private static final JsonNode EMPTY = TextNode.valueOf("");

  private static final Map<String, String> SECTIONS =
      Map.of(
          "backbone", "ResNet (He et al., 2015)",
          "neck", "Feature pyramid (Lin et al., 2017)",
          "head", "PAA head (Kim and Lee, ECCV 2020)",
          "anchors", "One square anchor per location",
          "input", "How an image becomes the network's input",
          "postprocess", "From head outputs to detections (PAA, section 3.4)",
          "serving", "Which of these detections users get; thresholds are calibrated scores");

  private RecipeYaml() {}

  /**
   * Reads a recipe. Every key must be present, and no other key may be. Only the section {@code
   * serving}, whose absence means {@link Recipe.Serving#standard}, and its {@code calibration} may
   * be left out.
   *
   * @param source the file's name in messages
   * @throws ModelFormatException if the text is not YAML, or for any missing or unknown key, wrong
   *     type or value out of range; the message lists all faults of the file
   */
  public static Recipe read(String text, String source) throws ModelFormatException {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    flatten(parse(text, source), "", values, faults);

    Set<String> unknown = new LinkedHashSet<>(values.keySet());
    RecipeFields.ALL.forEach(field -> unknown.remove(field.key()));
    unknown.forEach(
        key -> faults.add(key + " = " + values.remove(key) + " is not a key of a recipe"));
    for (RecipeFields.Field field : RecipeFields.ALL) {
      if (!values.containsKey(field.key())
          && !mayLack(field, values)
          && faults.stream().noneMatch(startsWith(field.key()))) {
        faults.add(field.key() + " is missing; it must be " + field.rule().allowed());
      }
    }
    faults.addAll(RecipeFields.faults(values));
    if (!faults.isEmpty()) {
      throw new ModelFormatException(
          source
              + " has "
              + faults.size()
              + " fault(s):\n  "
              + faults.stream()
                  .limit(MOST_FAULTS)
                  .map(fault -> Printable.line(fault, MOST_LENGTH))
                  .collect(Collectors.joining("\n  "))
              + (faults.size() > MOST_FAULTS ? "\n  and more" : ""));
    }
    return RecipeFields.recipe(values);
  }

  /** The YAML text of a recipe; {@link #read} returns the same recipe. */
  public static String write(Recipe recipe) {
    StringBuilder page = new StringBuilder("# A PAA detector: every constant by name.\n");
    Map<String, Object> values = RecipeFields.values(recipe);
    String section = "";
    for (RecipeFields.Field field : RecipeFields.ALL) {
      if (!field.section().equals(section)) {
        section = field.section();
        page.append("\n# ").append(SECTIONS.get(section)).append('\n');
        page.append(section).append(":\n");
      }
      String entry =
          (section.isEmpty() ? "" : "  ")
              + field.key().substring(field.key().indexOf('.') + 1)
              + ": "
              + scalar(values.get(field.key()));
      page.append("%-36s # %s\n".formatted(entry, field.meaning()));
    }
    return page.toString();
  }

  private static boolean mayLack(RecipeFields.Field field, Map<String, Object> values) {
    return field.isOptional()
        || (field.section().equals(ServingFields.SECTION)
            && values.keySet().stream().noneMatch(key -> key.startsWith(ServingFields.SECTION)));
  }

  private static String scalar(@Nullable Object value) {
    // Quoted, because a name consisting only of digits would be read back as a number.
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }

  private static JsonNode parse(String text, String source) throws ModelFormatException {
    if (text.length() > MAX_CHARS) {
      throw new ModelFormatException(
          source + " has " + text.length() + " characters, which is too long for a recipe");
    }
    try {
      JsonNode root = YAML.readTree(text);
      if (!root.isObject()) {
        throw new ModelFormatException(
            source + " is not a recipe: it must be a YAML mapping that starts with 'name:'");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(
          source
              + " is not valid YAML: "
              + Printable.line(String.valueOf(e.getMessage()), MOST_LENGTH),
          e);
    }
  }

  private static void flatten(
      JsonNode node, String prefix, Map<String, Object> values, List<String> faults) {
    node.properties()
        .forEach(
            entry -> {
              String key = prefix + entry.getKey();
              JsonNode child = entry.getValue();
              if (child.isObject() && prefix.isEmpty()) {
                flatten(child, key + ".", values, faults);
              } else if (child.isObject() || child.isNull() || child.equals(EMPTY)) {
                faults.add(key + " has no value of its own");
              } else if (values.putIfAbsent(key, plain(child)) != null) {
                faults.add(key + " is given twice");
              }
            });
  }

  private static Object plain(JsonNode node) {
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(each -> list.add(plain(each)));
      return list;
    }
    if (node.isInt()) {
      return node.intValue();
    }
    if (node.isNumber()) {
      return node.isIntegralNumber() ? node.bigIntegerValue() : (Object) node.doubleValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.asText();
  }

  private static Predicate<String> startsWith(String key) {
    return fault -> fault.startsWith(key + " ");
  }
}
