package io.paastreams.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.paastreams.model.ActivationRanges.Accuracy;
import io.paastreams.model.layer.Range;
import io.paastreams.text.Printable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@link ActivationRanges} as a file that people can read. */
final class RangesYaml {

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final int MOST_LENGTH = 500;

  private RangesYaml() {}

  private record Page(
      @JsonProperty(value = "weights", required = true) String weights,
      @JsonProperty(value = "method", required = true) String method,
      @JsonProperty(value = "images", required = true) int images,
      @JsonProperty("accuracy") @Nullable Judged accuracy,
      @JsonProperty(value = "ranges", required = true) Map<String, List<Float>> ranges) {}

  private record Judged(
      @JsonProperty(value = "images", required = true) int images,
      @JsonProperty(value = "float32", required = true) Figures float32,
      @JsonProperty(value = "int8", required = true) Figures int8) {}

  private record Figures(
      @JsonProperty(value = "ap", required = true) double ap,
      @JsonProperty(value = "ap50", required = true) double ap50) {}

  /**
   * Reads a file.
   *
   * @param source the file's name in messages
   * @throws ModelFormatException if it is not a file of ranges; the message says what is wrong
   */
  static ActivationRanges read(String text, String source) throws ModelFormatException {
    try {
      Page page = YAML.readValue(text, Page.class);
      Map<String, Range> ranges = new LinkedHashMap<>();
      page.ranges().forEach((place, bounds) -> ranges.put(place, range(place, bounds)));
      Judged judged = page.accuracy();
      return new ActivationRanges(
          page.weights(),
          method(page.method()),
          page.images(),
          ranges,
          judged == null
              ? null
              : new Accuracy(
                  judged.images(),
                  judged.float32().ap(),
                  judged.int8().ap(),
                  judged.float32().ap50(),
                  judged.int8().ap50()));
    } catch (JsonProcessingException e) {
      throw fault(source, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw fault(source, String.valueOf(e.getMessage()), e);
    }
  }

  private static RangeMethod method(String name) {
    return Arrays.stream(RangeMethod.values())
        .filter(method -> name(method).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no range method '" + name + "'"));
  }

  private static String name(RangeMethod method) {
    return method.name().toLowerCase(Locale.ROOT);
  }

  private static Range range(String place, List<Float> bounds) {
    if (bounds.size() != 2) {
      throw new IllegalArgumentException("the range of " + place + " is not two numbers");
    }
    return new Range(bounds.get(0), bounds.get(1));
  }

  private static ModelFormatException fault(String source, String what, Exception cause) {
    return new ModelFormatException(
        "%s is not a file of ranges: %s; remove it (only int8 needs it), or let quantize write it again"
            .formatted(source, Printable.line(what, MOST_LENGTH)),
        cause);
  }

  static String write(ActivationRanges ranges) {
    StringBuilder page =
        new StringBuilder(
            "# Ranges of the values inside the network, for int8, written by 'quantize'. All"
                + " other precisions work without them.\n");
    line(page, "weights: \"%s\"", ranges.weightsSha256());
    line(page, "method: %s", name(ranges.method()));
    line(page, "images: %d", ranges.images());
    Accuracy accuracy = ranges.accuracy();
    if (accuracy != null) {
      line(page, "accuracy:");
      line(page, "  images: %d", accuracy.images());
      line(page, "  float32: {ap: %.4f, ap50: %.4f}", accuracy.float32Ap(), accuracy.float32Ap50());
      line(page, "  int8: {ap: %.4f, ap50: %.4f}", accuracy.int8Ap(), accuracy.int8Ap50());
    }
    line(page, "ranges:");
    ranges
        .byPlace()
        .forEach((place, range) -> line(page, "  %s: [%s, %s]", place, range.min(), range.max()));
    return page.toString();
  }

  private static void line(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
