package io.paastreams.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the rules remember about one object.
 *
 * @param events the number of its events
 * @param lastEventMicros capture time of the last one
 * @param lastEventLabel the object's label in that event
 * @param lastEventScore the object's best score in that event
 * @param label the name of its current class
 * @param firstSeenMicros capture time of the frame in which it was new
 * @param lastSeenMicros capture time of the latest frame in which it was seen
 * @param bestScore the best score of its detections
 * @param best its best view
 * @param newEvent the id of its first event
 * @param stationaryEvent the id of its {@code STATIONARY} event; null while it moves
 * @param stationarySinceMicros capture time of that event
 * @param countedWindow start of the window in which it was counted for the whole frame
 * @param stays its relation to the zones that it is in, was in, or is about to enter
 * @param sides the sides of the lines that it is on
 */
public record SceneTrack(
    UUID id,
    int events,
    long lastEventMicros,
    String lastEventLabel,
    float lastEventScore,
    String label,
    long firstSeenMicros,
    long lastSeenMicros,
    float bestScore,
    BestView best,
    UUID newEvent,
    @Nullable UUID stationaryEvent,
    long stationarySinceMicros,
    long countedWindow,
    List<ZoneStay> stays,
    List<LineSide> sides) {

  public SceneTrack {
    stays = List.copyOf(stays);
    sides = List.copyOf(sides);
  }

  boolean isStationary() {
    return stationaryEvent != null;
  }

  SceneTrack countedIn(long window, List<ZoneStay> nextStays) {
    return with(stationaryEvent, stationarySinceMicros, window, nextStays, sides);
  }

  /** A copy that takes the place of an object that had come to rest there before. */
  SceneTrack restingSince(long since, @Nullable UUID event, List<ZoneStay> nextStays) {
    return with(event, since, countedWindow, nextStays, sides);
  }

  /** A copy for new rules. */
  SceneTrack keeping(List<ZoneStay> nextStays, List<LineSide> nextSides) {
    return with(stationaryEvent, stationarySinceMicros, countedWindow, nextStays, nextSides);
  }

  private SceneTrack with(
      @Nullable UUID restEvent,
      long restSince,
      long window,
      List<ZoneStay> nextStays,
      List<LineSide> nextSides) {
    return new SceneTrack(
        id,
        events,
        lastEventMicros,
        lastEventLabel,
        lastEventScore,
        label,
        firstSeenMicros,
        lastSeenMicros,
        bestScore,
        best,
        newEvent,
        restEvent,
        restSince,
        window,
        nextStays,
        nextSides);
  }

  /** The names of the zones that contain it, in alphabetical order. */
  List<String> zones() {
    List<String> zones = new ArrayList<>();
    for (ZoneStay stay : stays) {
      if (stay.inside()) {
        zones.add(stay.zone());
      }
    }
    return zones;
  }

  boolean isIn(String zone) {
    for (ZoneStay stay : stays) {
      if (stay.inside() && stay.zone().equals(zone)) {
        return true;
      }
    }
    return false;
  }
}
