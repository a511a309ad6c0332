package io.paastreams.rules;

import io.paastreams.geometry.Size;
import io.paastreams.tracking.FrameIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the rules remember about one camera: an immutable value that can be stored.
 *
 * @param rulesVersion the version of the rules that judged the latest frame
 * @param geometries the geometries of its zones and lines, by {@code zone NAME} and {@code line
 *     NAME}
 * @param lastMicros capture time of the latest frame, or a later time until which the camera was
 *     silent
 * @param lastFrame the identity of the latest frame; null if there was none
 * @param size the size of that frame in pixels
 * @param tracks the objects that have not ended, the oldest first
 * @param parked the objects that stood still when their tracks ended, the earliest first
 * @param window the open counting window; null if none is open
 * @param rules what is remembered about each rule
 */
public record SceneState(
    String rulesVersion,
    Map<String, String> geometries,
    long lastMicros,
    @Nullable FrameIdentity lastFrame,
    Size size,
    List<SceneTrack> tracks,
    List<ParkedTrack> parked,
    @Nullable CountingWindow window,
    List<RuleMemory> rules) {

  /** The state of a camera that was never seen. */
  public static final SceneState EMPTY =
      new SceneState(
          "",
          Map.of(),
          Long.MIN_VALUE,
          null,
          new Size(1, 1),
          List.of(),
          List.of(),
          null,
          List.of());

  public SceneState {
    geometries = Map.copyOf(geometries);
    tracks = List.copyOf(tracks);
    parked = List.copyOf(parked);
    rules = List.copyOf(rules);
  }

  /** The names of the zones that contain an object, in alphabetical order. */
  public List<String> zonesOf(UUID trackId) {
    for (SceneTrack track : tracks) {
      if (track.id().equals(trackId)) {
        return track.zones();
      }
    }
    return List.of();
  }

  /** The number of objects in a zone. */
  public int occupancy(String zone) {
    return (int) tracks.stream().filter(track -> track.isIn(zone)).count();
  }

  /** The alerts that are open, sorted by the names of their rules. */
  public List<SceneAlert> openAlerts() {
    return rules.stream().map(RuleMemory::open).flatMap(Optional::stream).toList();
  }
}
