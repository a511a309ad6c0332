package io.paastreams.rules;

import io.paastreams.geometry.Size;
import io.paastreams.tracking.FrameIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the rules remember of one camera: a value, fit to be stored.
 *
 * @param rulesVersion by which the latest frame was judged
 * @param geometries of the zones and lines then, by {@code zone NAME} and {@code line NAME}
 * @param lastMicros capture time of the latest frame, or a later one that the camera was silent
 *     until
 * @param lastFrame null: there was none
 * @param size of that frame in pixels
 * @param tracks that have not ended, the oldest first
 * @param parked objects that stood still when their tracks ended, the earliest first
 * @param window that is open
 * @param rules what is remembered of each rule
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

  /** Of a camera that was never seen. */
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

  /** Names of the zones that an object is in, in alphabetical order. */
  public List<String> zonesOf(UUID trackId) {
    for (SceneTrack track : tracks) {
      if (track.id().equals(trackId)) {
        return track.zones();
      }
    }
    return List.of();
  }

  /** How many objects are in a zone. */
  public int occupancy(String zone) {
    return (int) tracks.stream().filter(track -> track.isIn(zone)).count();
  }

  /** Alerts that were raised and not cleared, in the order of their rules' names. */
  public List<SceneAlert> openAlerts() {
    return rules.stream().map(RuleMemory::open).flatMap(Optional::stream).toList();
  }
}
