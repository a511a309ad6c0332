package io.paastreams.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.stream.Collectors;

/** A {@link TrainingRecipe} as a YAML file, {@code training.yaml} beside the model's recipe. */
public final class TrainingYaml {

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private TrainingYaml() {}

  /**
   * Reads a training recipe.
   *
   * @param source the file's name in messages
   * @throws IOException if the text is not a training recipe; the message names the key
   */
  public static TrainingRecipe read(String text, String source) throws IOException {
    try {
      TrainingRecipe recipe = YAML.readValue(text, TrainingRecipe.class);
      if (recipe == null || recipe.schedule() == null || recipe.optimizer() == null) {
        throw new IOException(source + " is not a training recipe: sections are missing");
      }
      return recipe;
    } catch (DatabindException e) {
      String key =
          e instanceof JsonMappingException mapping
              ? mapping.getPath().stream()
                  .map(JsonMappingException.Reference::getFieldName)
                  .collect(Collectors.joining("."))
              : "";
      throw new IOException(source + ": " + key + ": " + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IOException(source + " is not valid YAML: " + e.getMessage(), e);
    }
  }

  /** The YAML text of a recipe; {@link #read} returns the same recipe. */
  public static String write(TrainingRecipe recipe) {
    try {
      return YAML.writeValueAsString(recipe);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a training recipe can always be written", e);
    }
  }
}
