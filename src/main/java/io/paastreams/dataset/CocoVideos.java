package io.paastreams.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The videos of a COCO annotation file, as COCO-VID, TAO and this project's clips write them: a
 * list {@code videos}, and in each image {@code video_id} with the number of the frame.
 */
final class CocoVideos {

  /** The names of a frame's number, the most precise first. */
  private static final List<String> FRAME_NUMBERS =
      List.of("frame_index", "frame_id", "mot_frame_id");

  private static final List<String> RATES = List.of("fps", "frame_rate");
  private static final String SCENE = "scene";
  private static final List<String> TRACK_IDS = List.of("track_id", "instance_id");

  private final Map<Long, JsonNode> videos = new HashMap<>();
  private final Map<Long, Long> imagesSoFar = new HashMap<>();

  CocoVideos(JsonNode root) {
    root.path("videos").forEach(video -> videos.put(video.path("id").asLong(), video));
  }

  /** What an image of a video lacks; empty if nothing. */
  String lacking(JsonNode image) {
    if (!image.hasNonNull("video_id") || videos.isEmpty()) {
      // Without a list of videos the number only describes an image file.
      return "";
    }
    JsonNode video = of(image);
    if (video == null) {
      return "a \"video_id\" that is not listed";
    }
    return isClip(video) && !isFrameNumber(image.path("frame_index"))
        ? "no whole number from 0 as \"frame_index\""
        : "";
  }

  /** The position of an image in a clip; null if it is a file of its own. */
  @Nullable ClipFrame clipFrame(JsonNode image) {
    JsonNode video = of(image);
    return video == null || !isClip(video)
        ? null
        : new ClipFrame(
            video.path("file_name").asText(),
            image.path("frame_index").asInt(),
            video.path("distance").asText(""));
  }

  /**
   * The frame that an image is; null if it belongs to no video. Images without a number are
   * numbered in the file's order.
   */
  @Nullable VideoPosition position(JsonNode image) {
    JsonNode video = of(image);
    if (video == null) {
      return null;
    }
    long id = video.path("id").asLong();
    long soFar = imagesSoFar.merge(id, 1L, Long::sum) - 1;
    long number =
        FRAME_NUMBERS.stream()
            .map(image::path)
            .filter(CocoVideos::isFrameNumber)
            .map(JsonNode::asLong)
            .findFirst()
            .orElse(soFar);
    return new VideoPosition(id, name(video), number, rate(video));
  }

  /** The scene that an image shows, its own or otherwise its video's; null if neither has one. */
  @Nullable String scene(JsonNode image) {
    JsonNode video = of(image);
    JsonNode scene =
        video == null || image.hasNonNull(SCENE) ? image.path(SCENE) : video.path(SCENE);
    return scene.isTextual() || scene.isIntegralNumber() ? scene.asText() : null;
  }

  /** The identity of an annotation's object; null if it has none. */
  static @Nullable Long trackId(JsonNode annotation) {
    return TRACK_IDS.stream()
        .map(annotation::path)
        .filter(JsonNode::canConvertToLong)
        .filter(JsonNode::isIntegralNumber)
        .map(JsonNode::asLong)
        .findFirst()
        .orElse(null);
  }

  private @Nullable JsonNode of(JsonNode image) {
    return videos.get(image.path("video_id").asLong(Long.MIN_VALUE));
  }

  /** Frames of a video file; otherwise each frame is an image file. */
  private static boolean isClip(JsonNode video) {
    return video.path("file_name").isTextual();
  }

  private static boolean isFrameNumber(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt() && node.asInt() >= 0;
  }

  private static String name(JsonNode video) {
    for (String field : List.of("name", "file_name")) {
      if (video.path(field).isTextual()) {
        return video.path(field).asText();
      }
    }
    return "video " + video.path("id").asLong();
  }

  private static @Nullable Double rate(JsonNode video) {
    return RATES.stream()
        .map(video::path)
        .filter(node -> node.isNumber() && node.asDouble() > 0)
        .map(JsonNode::asDouble)
        .filter(Double::isFinite)
        .findFirst()
        .orElse(null);
  }
}
