package io.paastreams.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the rules remember of one object.
 *
 * @param events that were told of it
 * @param lastEventMicros capture time of the last one
 * @param lastEventLabel the object's label in that event
 * @param lastEventScore the object's best score in that event
 * @param label now
 * @param firstSeenMicros capture time of the frame that it was new in
 * @param lastSeenMicros capture time of the latest frame that it was seen in
 * @param bestScore of its detections
 * @param best frame
 * @param newEvent its first event
 * @param stationaryEvent the event of its coming to rest; null: it moves
 * @param stationarySinceMicros capture time of that event
 * @param countedWindow start of the window in which it was counted for the whole frame
 * @param stays zones that it is or was in, or is about to enter
 * @param sides its sides of the lines
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

  /** In the place of an object that had come to rest there before. */
  SceneTrack restingSince(long since, @Nullable UUID event, List<ZoneStay> nextStays) {
    return with(event, since, countedWindow, nextStays, sides);
  }

  /** After a change of the rules. */
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

  /** Names of the zones that it is in, in alphabetical order. */
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
