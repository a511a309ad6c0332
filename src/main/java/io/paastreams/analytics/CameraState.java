package io.paastreams.analytics;

import io.paastreams.event.SourceOffset;
import io.paastreams.rules.SceneState;
import io.paastreams.tracking.TrackerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered about one camera: an immutable value that can be stored.
 *
 * @param tracker its objects
 * @param scene what the rules remember
 * @param positions the offset of the latest frame in each partition of the frames topic from which
 *     its frames came, the most recent partitions last
 * @param labels names of the classes by class id
 * @param latest the latest frame that was tracked; null if there was none
 * @param lateSinceMicros detection time of the first of the latest consecutive late frames; {@link
 *     #NEVER} if the latest frame was not late
 * @param sceneMicros capture time of the latest scene record; {@link #NEVER} if there was none
 * @param sceneDigest a digest of what that record showed
 */
public record CameraState(
    TrackerState tracker,
    SceneState scene,
    List<Position> positions,
    Map<Integer, String> labels,
    @Nullable LatestFrame latest,
    long lateSinceMicros,
    long sceneMicros,
    long sceneDigest) {

  static final long NEVER = Long.MIN_VALUE;

  /** A camera usually has one partition, and a second one after the topic has grown. */
  private static final int MOST_POSITIONS = 4;

  /** The state of a camera that was never seen. */
  public static final CameraState EMPTY =
      new CameraState(
          TrackerState.EMPTY, SceneState.EMPTY, List.of(), Map.of(), null, NEVER, NEVER, 0);

  public CameraState {
    positions = List.copyOf(positions);
    labels = Map.copyOf(labels);
  }

  /** How far a partition of the frames topic was read. */
  public record Position(int partition, long offset) {}

  /**
   * The latest frame that was tracked.
   *
   * @param source the position of its frame event
   */
  public record LatestFrame(
      UUID detectionId, UUID frameId, long captureMicros, SourceOffset source) {}

  /** Whether the frame at this offset, or a later one of its partition, was seen before. */
  boolean hasSeen(SourceOffset source) {
    return positions.stream()
        .anyMatch(
            position ->
                position.partition() == source.partition() && position.offset() >= source.offset());
  }

  /** A copy with one more frame seen. */
  CameraState seen(SourceOffset source) {
    List<Position> next = new ArrayList<>(positions);
    next.removeIf(position -> position.partition() == source.partition());
    next.add(new Position(source.partition(), source.offset()));
    if (next.size() > MOST_POSITIONS) {
      next.remove(0);
    }
    return new CameraState(
        tracker, scene, next, labels, latest, lateSinceMicros, sceneMicros, sceneDigest);
  }

  /** A copy with names for classes. */
  CameraState named(Map<Integer, String> names) {
    Map<Integer, String> all = new HashMap<>(labels);
    all.putAll(names);
    return new CameraState(
        tracker, scene, positions, all, latest, lateSinceMicros, sceneMicros, sceneDigest);
  }

  CameraState with(TrackerState nextTracker, SceneState nextScene) {
    return new CameraState(
        nextTracker,
        nextScene,
        positions,
        labels,
        latest,
        lateSinceMicros,
        sceneMicros,
        sceneDigest);
  }

  CameraState tracked(LatestFrame frame) {
    return new CameraState(
        tracker, scene, positions, labels, frame, NEVER, sceneMicros, sceneDigest);
  }

  CameraState lateSince(long micros) {
    return new CameraState(
        tracker, scene, positions, labels, latest, micros, sceneMicros, sceneDigest);
  }

  CameraState shown(long micros, long digest) {
    return new CameraState(
        tracker, scene, positions, labels, latest, lateSinceMicros, micros, digest);
  }

  /** Whether anything is open that silence would end. */
  boolean isOpen() {
    return !tracker.tracks().isEmpty() || !scene.tracks().isEmpty() || scene.window() != null;
  }
}
