package io.paastreams.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paastreams.dataset.AnnotationFaults.Kind;
import io.paastreams.geometry.Size;
import io.paastreams.text.Printable;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads COCO annotation files: images ({@code instances_*.json}) and videos ({@code *_frames.json},
 * whose images are frames of clips or files; see {@link CocoVideos}). A file whose name ends in
 * {@code .gz} is unzipped.
 *
 * <p>Valid entries are kept, and faulty ones are counted; {@link Kind} says what happens to each.
 * Every distinguishable object is kept: annotations that share an id are separate objects unless
 * they have the same image, category and box.
 */
public final class CocoReader {

  /** The content of a file and its faults. */
  public record Result(Dataset dataset, AnnotationFaults faults) {}

  private static final int MOST_REASON = 300;

  /**
   * Accepts NaN and Infinity, which Python writes; where one stands for a number that matters, it
   * is a fault.
   */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final AnnotationFaults faults = new AnnotationFaults();
  private final JsonNode root;
  private final Map<Long, Integer> classIds = new HashMap<>();

  private CocoReader(JsonNode root) {
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is not a COCO annotation file
   */
  public static Result read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      JsonNode root = JSON.readTree(in);
      for (String list : List.of("images", "annotations", "categories")) {
        if (root == null || !root.path(list).isArray()) {
          throw new IOException(
              file + " is not a COCO annotation file: it has no list \"" + list + "\"");
        }
      }
      demandNumericIds(file, root);
      return new CocoReader(root).read();
    } catch (CharConversionException | ZipException | EOFException e) {
      throw new IOException(
          file + " is damaged: " + Printable.line(String.valueOf(e.getMessage()), MOST_REASON), e);
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " is not JSON: " + Printable.line(e.getOriginalMessage(), MOST_REASON), e);
    }
  }

  /** If ids are text, every entry is wrong: one message replaces a fault for each. */
  private static void demandNumericIds(Path file, JsonNode root) throws IOException {
    for (String list : List.of("categories", "images", "annotations")) {
      for (JsonNode node : root.path(list)) {
        for (String id : List.of("id", "image_id", "category_id")) {
          if (node.path(id).isTextual()) {
            throw new IOException(
                "%s has %s whose \"%s\" is text, %s: COCO ids are integers, written without quotes"
                    .formatted(
                        file, list, id, Printable.line(node.path(id).toString(), MOST_REASON)));
          }
        }
      }
    }
  }

  private Result read() {
    List<Category> categories = categories();
    Map<Long, DatasetImage> images = images();
    Map<Long, List<Truth>> truths = new HashMap<>();
    Map<Long, List<Placed>> seen = new HashMap<>();
    for (JsonNode node : root.get("annotations")) {
      Placed placed = placed(node, images);
      if (placed != null && isNew(placed, seen)) {
        truths.computeIfAbsent(placed.image().id(), id -> new ArrayList<>()).add(placed.truth());
      }
    }
    Set<Integer> used = new HashSet<>();
    truths.values().forEach(list -> list.forEach(truth -> used.add(truth.classId())));
    for (int classId = 0; classId < categories.size(); classId++) {
      if (!used.contains(classId)) {
        faults.add(Kind.UNUSED_CATEGORY, categories.get(classId).name());
      }
    }
    List<Sample> samples =
        images.values().stream()
            .map(image -> new Sample(image, truths.getOrDefault(image.id(), List.of())))
            .toList();
    return new Result(new Dataset(categories, samples), faults);
  }

  private List<Category> categories() {
    List<Category> categories = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode node : root.get("categories")) {
      if (!node.path("id").isIntegralNumber() || !node.path("name").isTextual()) {
        faults.add(Kind.CATEGORY_ID, "category " + node);
        continue;
      }
      Category category = new Category(node.get("id").asLong(), node.get("name").asText());
      if (classIds.containsKey(category.id()) || !names.add(category.name())) {
        faults.add(Kind.DUPLICATE_CATEGORY, category.id() + " " + category.name());
      } else {
        classIds.put(category.id(), categories.size());
        categories.add(category);
      }
    }
    return categories;
  }

  private Map<Long, DatasetImage> images() {
    CocoVideos videos = new CocoVideos(root);
    Map<Long, DatasetImage> images = new LinkedHashMap<>();
    Set<Object> files = new HashSet<>();
    for (JsonNode node : root.get("images")) {
      String lacking = lacking(node, videos);
      if (!lacking.isEmpty()) {
        faults.add(Kind.IMAGE_FIELD, lacking + " in " + node);
        continue;
      }
      long id = node.get("id").asLong();
      DatasetImage image =
          new DatasetImage(
              id,
              node.get("file_name").asText(),
              new Size(node.get("width").asInt(), node.get("height").asInt()),
              videos.clipFrame(node),
              videos.position(node),
              videos.scene(node));
      DatasetImage known = images.putIfAbsent(id, image);
      if (known != null) {
        faults.add(Kind.DUPLICATE_IMAGE_ID, image.fileName() + ", id " + id);
      } else if (!files.add(image.frame() == null ? image.fileName() : image.frame())) {
        faults.add(Kind.DUPLICATE_FILE, image.fileName() + ", id " + id);
      }
    }
    return images;
  }

  /** What an image's entry lacks; empty if it is complete. */
  private static String lacking(JsonNode node, CocoVideos videos) {
    if (!node.path("id").isIntegralNumber()) {
      return "no integer \"id\"";
    }
    if (!node.path("file_name").isTextual()) {
      return "no text \"file_name\"";
    }
    for (String side : List.of("width", "height")) {
      if (!node.path(side).canConvertToInt() || node.path(side).asInt() < 1) {
        return "no positive integer \"" + side + "\"";
      }
    }
    return videos.lacking(node);
  }

  /** An annotation on its image. */
  private record Placed(DatasetImage image, Truth truth) {

    boolean same(Placed other) {
      return image.id() == other.image.id() && truth.equals(other.truth);
    }
  }

  /** Whether an annotation was not seen before; shared ids are reported. */
  private boolean isNew(Placed placed, Map<Long, List<Placed>> seen) {
    List<Placed> sharing = seen.computeIfAbsent(placed.truth().id(), id -> new ArrayList<>(1));
    String name = "annotation " + placed.truth().id() + " of " + placed.image().fileName();
    if (sharing.stream().anyMatch(placed::same)) {
      faults.add(Kind.REPEATED_ANNOTATION, name);
      return false;
    }
    if (!sharing.isEmpty()) {
      faults.add(Kind.DUPLICATE_ANNOTATION_ID, name);
    }
    sharing.add(placed);
    return true;
  }

  private @Nullable Placed placed(JsonNode node, Map<Long, DatasetImage> images) {
    JsonNode box = node.path("bbox");
    String lacking =
        !node.path("id").isIntegralNumber()
            ? "no integer \"id\""
            : box.size() != 4 || !allNumbers(box) ? "no \"bbox\" of four finite numbers" : "";
    if (!lacking.isEmpty()) {
      faults.add(Kind.ANNOTATION_FIELD, lacking + " in " + node);
      return null;
    }
    String name = "annotation " + node.get("id").asLong();
    DatasetImage image = images.get(node.path("image_id").asLong(Long.MIN_VALUE));
    if (image == null) {
      faults.add(Kind.UNKNOWN_IMAGE, name + ", image_id " + node.path("image_id"));
      return null;
    }
    name += " of " + image.fileName();
    Integer classId = classIds.get(node.path("category_id").asLong(Long.MIN_VALUE));
    if (classId == null) {
      faults.add(Kind.UNKNOWN_CATEGORY, name + ", category_id " + node.path("category_id"));
      return null;
    }
    double x = box.get(0).asDouble();
    double y = box.get(1).asDouble();
    double width = box.get(2).asDouble();
    double height = box.get(3).asDouble();
    if (!(width > 0) || !(height > 0)) {
      faults.add(Kind.EMPTY_BOX, name + ", " + box);
      return null;
    }
    Size size = image.size();
    if (x >= size.width() || y >= size.height() || x + width <= 0 || y + height <= 0) {
      faults.add(Kind.OUTSIDE_IMAGE, name + ", " + box + " in " + size);
      return null;
    }
    // Half a pixel of rounding is not worth reporting.
    if (x < -0.5
        || y < -0.5
        || x + width > size.width() + 0.5
        || y + height > size.height() + 0.5) {
      faults.add(Kind.REACHES_OUTSIDE, name);
    }
    return new Placed(
        image,
        new Truth(
            node.get("id").asLong(),
            x,
            y,
            width,
            height,
            classId,
            node.path("iscrowd").asInt() != 0,
            area(node, width * height, name),
            CocoVideos.trackId(node)));
  }

  private double area(JsonNode node, double ofBox, String name) {
    JsonNode area = node.path("area");
    if (area.isMissingNode() || area.isNull()) {
      return ofBox;
    }
    if (!area.isNumber() || !Double.isFinite(area.asDouble()) || area.asDouble() < 0) {
      faults.add(Kind.BAD_AREA, name + ", " + area);
      return ofBox;
    }
    return area.asDouble();
  }

  private static boolean allNumbers(JsonNode array) {
    for (JsonNode value : array) {
      if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
        return false;
      }
    }
    return true;
  }
}
