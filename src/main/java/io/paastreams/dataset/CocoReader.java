package io.paastreams.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
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
 * Reads COCO annotation files: pictures ({@code instances_*.json}) and videos ({@code
 * *_frames.json}, whose images are frames of clips). A name that ends in {@code .gz} is unzipped.
 *
 * <p>What is sound is kept; what is not is counted. See {@link Kind} for what happens to each.
 */
public final class CocoReader {

  /** What a file gave. */
  public record Result(Dataset dataset, AnnotationFaults faults) {}

  private static final int MOST_REASON = 300;

  private final AnnotationFaults faults = new AnnotationFaults();
  private final JsonNode root;

  private CocoReader(JsonNode root) {
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is not a COCO annotation file
   */
  public static Result read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      JsonNode root = new JsonMapper().readTree(in);
      for (String list : List.of("images", "annotations", "categories")) {
        if (root == null || !root.path(list).isArray()) {
          throw new IOException(
              file + " is not a COCO annotation file: it has no list \"" + list + "\"");
        }
      }
      return new CocoReader(root).read();
    } catch (CharConversionException | ZipException | EOFException e) {
      throw new IOException(
          file + " is damaged: " + Printable.line(String.valueOf(e.getMessage()), MOST_REASON), e);
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " is not JSON: " + Printable.line(e.getOriginalMessage(), MOST_REASON), e);
    }
  }

  private Result read() {
    List<Category> categories = new ArrayList<>();
    Map<Long, Integer> classIds = new HashMap<>();
    for (JsonNode node : root.get("categories")) {
      if (!node.path("id").isIntegralNumber() || !node.path("name").isTextual()) {
        faults.add(Kind.MALFORMED, "category " + node);
      } else if (classIds.putIfAbsent(node.get("id").asLong(), categories.size()) == null) {
        categories.add(new Category(node.get("id").asLong(), node.get("name").asText()));
      }
    }
    Map<Long, Picture> pictures = pictures();
    Map<Long, List<Truth>> truths = new HashMap<>();
    Set<Long> seen = new HashSet<>();
    for (JsonNode node : root.get("annotations")) {
      Truth truth = truth(node, pictures, classIds, seen);
      if (truth != null) {
        truths.computeIfAbsent(node.get("image_id").asLong(), id -> new ArrayList<>()).add(truth);
      }
    }
    List<Sample> samples =
        pictures.values().stream()
            .map(picture -> new Sample(picture, truths.getOrDefault(picture.id(), List.of())))
            .toList();
    return new Result(new Dataset(categories, samples), faults);
  }

  private Map<Long, Picture> pictures() {
    Map<Long, JsonNode> videos = new HashMap<>();
    root.path("videos").forEach(video -> videos.put(video.path("id").asLong(), video));
    Map<Long, Picture> pictures = new LinkedHashMap<>();
    for (JsonNode node : root.get("images")) {
      if (!node.path("id").isIntegralNumber()
          || !node.path("file_name").isTextual()
          || node.path("width").asInt() < 1
          || node.path("height").asInt() < 1) {
        faults.add(Kind.MALFORMED, "image " + node);
        continue;
      }
      long id = node.get("id").asLong();
      Picture picture =
          new Picture(
              id,
              node.get("file_name").asText(),
              new Size(node.get("width").asInt(), node.get("height").asInt()),
              frame(node, videos));
      if (pictures.putIfAbsent(id, picture) != null) {
        faults.add(Kind.DUPLICATE_PICTURE_ID, picture.fileName());
      }
    }
    return pictures;
  }

  private static @Nullable ClipFrame frame(JsonNode image, Map<Long, JsonNode> videos) {
    JsonNode video = videos.get(image.path("video_id").asLong(Long.MIN_VALUE));
    if (video == null) {
      return null;
    }
    return new ClipFrame(
        video.path("file_name").asText(),
        image.path("frame_index").asInt(),
        video.path("distance").asText(""));
  }

  private @Nullable Truth truth(
      JsonNode node, Map<Long, Picture> pictures, Map<Long, Integer> classIds, Set<Long> seen) {
    JsonNode box = node.path("bbox");
    if (!node.path("id").isIntegralNumber() || box.size() != 4 || !allNumbers(box)) {
      faults.add(Kind.MALFORMED, "annotation " + node);
      return null;
    }
    String name = "annotation " + node.get("id").asLong();
    Picture picture = pictures.get(node.path("image_id").asLong(Long.MIN_VALUE));
    if (picture == null) {
      faults.add(Kind.UNKNOWN_PICTURE, name);
      return null;
    }
    name += " of " + picture.fileName();
    Integer classId = classIds.get(node.path("category_id").asLong(Long.MIN_VALUE));
    if (classId == null) {
      faults.add(Kind.UNKNOWN_CATEGORY, name);
      return null;
    }
    double x = box.get(0).asDouble();
    double y = box.get(1).asDouble();
    double width = box.get(2).asDouble();
    double height = box.get(3).asDouble();
    if (!(width > 0) || !(height > 0)) {
      faults.add(Kind.EMPTY_BOX, name);
      return null;
    }
    Size size = picture.size();
    if (x >= size.width() || y >= size.height() || x + width <= 0 || y + height <= 0) {
      faults.add(Kind.OUTSIDE_PICTURE, name);
      return null;
    }
    if (!seen.add(node.get("id").asLong())) {
      faults.add(Kind.DUPLICATE_ANNOTATION_ID, name);
      return null;
    }
    // Half a pixel of rounding is not worth a word.
    if (x < -0.5
        || y < -0.5
        || x + width > size.width() + 0.5
        || y + height > size.height() + 0.5) {
      faults.add(Kind.REACHES_OUTSIDE, name);
    }
    return new Truth(
        node.get("id").asLong(),
        x,
        y,
        width,
        height,
        classId,
        node.path("iscrowd").asInt() != 0,
        node.path("area").asDouble(width * height));
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
