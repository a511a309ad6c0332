package io.paastreams.event;

import io.paastreams.geometry.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The latest state of one camera: a record of the compacted scene topic.
 *
 * @param detectionId the id of the latest detection record
 * @param frameId the id of the latest frame
 * @param captureTime the capture time of the latest frame
 * @param source the position of the latest frame event
 * @param frameSize the size of the latest frame, in whose pixels the boxes are given
 * @param objects the objects that it shows, the longest known first; none after the camera fell
 *     silent
 * @param occupancy the occupancy of every zone of the camera, sorted by name
 * @param openAlerts the open alerts, the earliest first
 * @param rulesVersion the version of the rules in force; null if there were no rules
 */
public record Scene(
    String cameraId,
    UUID detectionId,
    UUID frameId,
    Instant captureTime,
    SourceOffset source,
    Size frameSize,
    List<SceneObject> objects,
    List<Occupancy> occupancy,
    List<OpenAlert> openAlerts,
    @Nullable String rulesVersion) {

  public Scene {
    objects = List.copyOf(objects);
    occupancy = List.copyOf(occupancy);
    openAlerts = List.copyOf(openAlerts);
  }

  /**
   * The occupancy of a zone.
   *
   * @param objects the number of objects in it
   */
  public record Occupancy(String zone, int objects) {}

  /**
   * An alert that was raised and not yet cleared; fields as in {@link Alert}.
   *
   * @param text one sentence for people
   */
  public record OpenAlert(
      UUID alertId,
      String rule,
      Alert.Severity severity,
      @Nullable String zone,
      @Nullable String line,
      @Nullable UUID trackId,
      Instant sinceTime,
      String text) {}
}
