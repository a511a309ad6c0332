package io.paastreams.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.paastreams.geometry.Point;
import io.paastreams.geometry.Polygon;
import io.paastreams.image.RgbImage;
import io.paastreams.text.CameraPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a camera's images that must never leave the server: polygons in fractions of the
 * frame, painted black before the image is sent. A camera has the polygons of every pattern that
 * matches its id.
 *
 * <p>Threading: immutable.
 */
final class Masks {

  static final Masks NONE = new Masks(Map.of());

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /**
   * Lines through each row of pixels: a pixel that one of them crosses inside a polygon is painted.
   */
  private static final double[] WITHIN_ROW = {0, 0.25, 0.5, 0.75, 1};

  private final Map<String, List<Polygon>> byPattern;

  private Masks(Map<String, List<Polygon>> byPattern) {
    this.byPattern = byPattern;
  }

  /**
   * Reads {@code gate-*: [[[0, 0], [0.3, 0], [0.3, 1]]]}.
   *
   * @param file null for none
   * @throws IllegalArgumentException with the reason, if the file cannot be read or has other
   *     content
   */
  static Masks read(@Nullable Path file) {
    if (file == null) {
      return NONE;
    }
    try {
      return of(YAML.readTree(Files.readString(file)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "is not YAML, line %d: %s"
              .formatted(
                  e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("is not a file that can be read", e);
    }
  }

  private static Masks of(JsonNode root) {
    if (!root.isObject() || root.isEmpty()) {
      throw new IllegalArgumentException(
          "must have a line per camera or pattern, such as gate-*: [[[0, 0], [0.3, 0], [0.3, 1]]]");
    }
    Map<String, List<Polygon>> byPattern = new LinkedHashMap<>();
    root.properties()
        .forEach(each -> byPattern.put(each.getKey(), polygons(each.getKey(), each.getValue())));
    return new Masks(byPattern);
  }

  private static List<Polygon> polygons(String pattern, JsonNode node) {
    List<Polygon> polygons = new ArrayList<>();
    for (JsonNode polygon : node) {
      List<Point> corners =
          StreamSupport.stream(polygon.spliterator(), false)
              .map(corner -> point(pattern, corner))
              .toList();
      if (corners.size() < 3) {
        throw new IllegalArgumentException(pattern + ": a polygon needs at least 3 corners");
      }
      Polygon mask = new Polygon(corners);
      if (mask.crossing().isPresent()) {
        throw new IllegalArgumentException(
            pattern + ": the polygon " + polygon + " crosses itself, so part of it would be seen");
      }
      polygons.add(mask);
    }
    if (polygons.isEmpty()) {
      throw new IllegalArgumentException(
          pattern + ": needs a list of polygons, such as [[[0, 0], [0.3, 0], [0.3, 1]]]");
    }
    return polygons;
  }

  private static Point point(String pattern, JsonNode corner) {
    if (corner.size() != 2 || !isShare(corner.path(0)) || !isShare(corner.path(1))) {
      throw new IllegalArgumentException(
          pattern + ": a corner is a pair of numbers from 0 to 1, not " + corner);
    }
    return new Point(corner.path(0).asDouble(), corner.path(1).asDouble());
  }

  private static boolean isShare(JsonNode number) {
    return number.isNumber() && number.asDouble() >= 0 && number.asDouble() <= 1;
  }

  /** Whether anything in a camera's images is masked. */
  boolean concern(String camera) {
    return byPattern.keySet().stream().anyMatch(pattern -> CameraPattern.matches(pattern, camera));
  }

  /** The image with every masked pixel black, including those that a polygon only touches. */
  RgbImage paint(String camera, RgbImage image) {
    byte[] pixels = image.pixels().clone();
    byPattern.forEach(
        (pattern, polygons) -> {
          if (CameraPattern.matches(pattern, camera)) {
            polygons.forEach(
                polygon -> paint(polygon, pixels, image.size().width(), image.size().height()));
          }
        });
    return new RgbImage(image.size(), pixels);
  }

  private static void paint(Polygon polygon, byte[] pixels, int width, int height) {
    for (int row = 0; row < height; row++) {
      for (double within : WITHIN_ROW) {
        double[] crossings = crossings(polygon.corners(), (row + within) / height);
        for (int i = 0; i + 1 < crossings.length; i += 2) {
          int from = (int) Math.floor(crossings[i] * width);
          int to = (int) Math.ceil(crossings[i + 1] * width);
          int begin = 3 * (row * width + Math.max(0, from));
          Arrays.fill(
              pixels, begin, Math.max(begin, 3 * (row * width + Math.min(width, to))), (byte) 0);
        }
      }
    }
  }

  /**
   * Where a horizontal line crosses the border, from left to right; the inside is between pairs of
   * crossings.
   */
  private static double[] crossings(List<Point> corners, double y) {
    double[] found = new double[corners.size()];
    int count = 0;
    for (int i = 0; i < corners.size(); i++) {
      Point a = corners.get(i);
      Point b = corners.get((i + 1) % corners.size());
      if ((a.y() > y) != (b.y() > y)) {
        found[count++] = a.x() + (b.x() - a.x()) * (y - a.y()) / (b.y() - a.y());
      }
    }
    double[] crossings = Arrays.copyOf(found, count);
    Arrays.sort(crossings);
    return crossings;
  }
}
