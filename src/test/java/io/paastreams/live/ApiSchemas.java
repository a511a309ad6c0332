package io.paastreams.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of the records that the page's server answers with. The OpenAPI document is checked
 * against them: its descriptions are handwritten, its names and types follow from the code.
 */
final class ApiSchemas {

  private final Map<String, JsonNode> schemas = new TreeMap<>();

  /** The schemas of these records and of all that they contain, by name. */
  static Map<String, JsonNode> of(Map<Class<?>, String> named) {
    ApiSchemas all = new ApiSchemas();
    named.keySet().forEach(each -> all.add(each, named));
    return all.schemas;
  }

  private void add(Class<?> type, Map<Class<?>, String> named) {
    String name = named.getOrDefault(type, type.getSimpleName());
    if (schemas.containsKey(name)) {
      return;
    }
    ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
    schemas.put(name, schema);
    JsonInclude include = type.getAnnotation(JsonInclude.class);
    List<String> required = new ArrayList<>();
    ObjectNode properties = schema.putObject("properties");
    for (RecordComponent each : type.getRecordComponents()) {
      ObjectNode property = schema(each.getGenericType(), named);
      boolean nullable = isNullable(each.getAnnotatedType());
      if (nullable && include == null && property.has("type")) {
        property.set(
            "type", Json.MAPPER.createArrayNode().add(property.path("type").asText()).add("null"));
      }
      properties.set(each.getName(), property);
      boolean mayBeEmpty =
          include != null
              && include.value() == JsonInclude.Include.NON_EMPTY
              && !each.getType().isPrimitive();
      if (!mayBeEmpty && !(nullable && include != null)) {
        required.add(each.getName());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", Json.MAPPER.valueToTree(required));
    }
  }

  private static boolean isNullable(AnnotatedElement type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private ObjectNode schema(Type type, Map<Class<?>, String> named) {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] of = generic.getActualTypeArguments();
      if (Collection.class.isAssignableFrom(raw)) {
        schema.put("type", "array").set("items", schema(of[0], named));
      } else {
        schema.put("type", "object").set("additionalProperties", schema(of[1], named));
      }
      return schema;
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isArray()) {
      schema.put("type", "array").set("items", schema(plain.getComponentType(), named));
    } else if (plain.isEnum()) {
      schema.put("type", "string");
      schema.set(
          "enum",
          Json.MAPPER.valueToTree(
              Arrays.stream(plain.getEnumConstants()).map(Object::toString).toList()));
    } else if (plain.isRecord()) {
      add(plain, named);
      schema.put(
          "$ref", "#/components/schemas/" + named.getOrDefault(plain, plain.getSimpleName()));
    } else if (plain == String.class) {
      schema.put("type", "string");
    } else if (plain == boolean.class || plain == Boolean.class) {
      schema.put("type", "boolean");
    } else {
      boolean whole =
          plain == int.class
              || plain == long.class
              || plain == Integer.class
              || plain == Long.class;
      schema.put("type", whole ? "integer" : "number");
    }
    return schema;
  }

  /** A schema without its handwritten parts. */
  static JsonNode bare(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    copy.findParents("description").forEach(each -> ((ObjectNode) each).remove("description"));
    return copy;
  }
}
