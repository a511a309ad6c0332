package io.paastreams.rules;

import io.paastreams.rules.CountSettings.By;
import io.paastreams.rules.Tally.Place;
import io.paastreams.tracking.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Updates one camera's counting windows while one frame is judged.
 *
 * <p>Between two frames, the number of objects is taken to be that of the earlier frame, for at
 * most {@link #HOLD}, because nobody knows what a silent camera would have shown. Windows without
 * any frame are not published.
 *
 * <p>Threading: one thread.
 */
final class Counter {

  static final long HOLD = 10_000_000;

  private final CameraRules rules;
  private final boolean bySilence;
  private final List<SceneCount> closed = new ArrayList<>();

  /** In the order of their places, which are few. */
  private final List<Tally> tallies = new ArrayList<>();

  private long start = ZoneStay.NEVER;
  private long end = ZoneStay.NEVER;
  private long covered;

  Counter(CameraRules rules, @Nullable CountingWindow open, boolean bySilence) {
    this.rules = rules;
    this.bySilence = bySilence;
    if (open != null) {
      start = open.startMicros();
      end = open.endMicros();
      covered = open.coveredMicros();
      tallies.addAll(open.tallies());
    }
  }

  /**
   * Advances the time while the objects stay where they are. Returns the same objects, marked as
   * counted.
   */
  List<SceneTrack> pass(long from, long to, List<SceneTrack> tracks) {
    List<SceneTrack> counted = tracks;
    long known = Math.min(to, from + HOLD);
    for (long at = from; at < known; ) {
      open(at);
      long until = Math.min(end, known);
      covered += until - at;
      counted = occupied(counted, until - at);
      at = until;
      closeBefore(at);
    }
    closeBefore(to);
    return counted;
  }

  /** Opens the window that contains a time, unless one is open. */
  void open(long micros) {
    if (isOpen()) {
      return;
    }
    long length = Micros.of(rules.counts().window());
    long begin = micros - Math.floorMod(micros, length);
    // After a change of the window length, the previous window may overlap this one.
    start = end != ZoneStay.NEVER && end > begin && end <= micros ? end : begin;
    end = begin + length;
    if (!rules.counts().by().contains(By.LABEL)) {
      places().forEach(place -> tallies.add(Tally.of(place)));
      tallies.sort(Comparator.comparing(Tally::place, Place.ORDER));
    }
  }

  /** The start of the open window, in microseconds since 1970. */
  long window() {
    return start;
  }

  void appeared(String label) {
    changeIf(By.CAMERA, place(null, null, label), tally -> tally.plus(1, 0, 0, 0));
  }

  void vanished(String label) {
    changeIf(By.CAMERA, place(null, null, label), tally -> tally.plus(0, 1, 0, 0));
  }

  void entered(String zone, String label) {
    changeIf(By.ZONE, place(zone, null, label), tally -> tally.plus(1, 0, 0, 0));
  }

  void left(String zone, String label) {
    changeIf(By.ZONE, place(zone, null, label), tally -> tally.plus(0, 1, 0, 0));
  }

  void crossed(String line, String label, Direction direction) {
    boolean toRight = direction == Direction.LEFT_TO_RIGHT;
    changeIf(
        By.LINE,
        place(null, line, label),
        tally -> tally.plus(0, 0, toRight ? 1 : 0, toRight ? 0 : 1));
  }

  /** Counts an object that crosses a line for the first time in this window. */
  void distinct(String line, String label) {
    changeIf(By.LINE, place(null, line, label), Tally::plusTrack);
  }

  /** Adds the objects' presence for a span of time. Returns the same objects, marked as counted. */
  List<SceneTrack> occupied(List<SceneTrack> tracks, long micros) {
    if (rules.counts().by().contains(By.LABEL)) {
      tracks.forEach(this::open);
    }
    for (int i = 0; i < tallies.size(); i++) {
      int count = objects(tallies.get(i).place(), tracks);
      if (count > 0) {
        tallies.set(i, tallies.get(i).occupied(count, micros));
      }
    }
    List<SceneTrack> counted = new ArrayList<>(tracks.size());
    for (SceneTrack track : tracks) {
      counted.add(counted(track));
    }
    return counted;
  }

  /** The places that an object is in. */
  private void open(SceneTrack track) {
    changeIf(By.CAMERA, place(null, null, track.label()), tally -> tally);
    for (String zone : track.zones()) {
      changeIf(By.ZONE, place(zone, null, track.label()), tally -> tally);
    }
  }

  private static int objects(Place place, List<SceneTrack> tracks) {
    if (place.line() != null) {
      return 0;
    }
    int objects = 0;
    for (SceneTrack track : tracks) {
      boolean counts = place.label() == null || place.label().equals(track.label());
      objects += counts && (place.zone() == null || track.isIn(place.zone())) ? 1 : 0;
    }
    return objects;
  }

  private SceneTrack counted(SceneTrack track) {
    if (isCounted(track)) {
      return track;
    }
    if (track.countedWindow() != start) {
      changeIf(By.CAMERA, place(null, null, track.label()), Tally::plusTrack);
    }
    List<ZoneStay> stays = new ArrayList<>(track.stays());
    for (int i = 0; i < stays.size(); i++) {
      ZoneStay stay = stays.get(i);
      if (stay.inside() && stay.countedWindow() != start) {
        changeIf(By.ZONE, place(stay.zone(), null, track.label()), Tally::plusTrack);
        stays.set(i, stay.countedIn(start));
      }
    }
    return track.countedIn(start, stays);
  }

  private boolean isCounted(SceneTrack track) {
    for (ZoneStay stay : track.stays()) {
      if (stay.inside() && stay.countedWindow() != start) {
        return false;
      }
    }
    return track.countedWindow() == start;
  }

  List<SceneCount> closed() {
    return closed;
  }

  @Nullable CountingWindow state() {
    return isOpen() ? new CountingWindow(start, end, covered, tallies) : null;
  }

  boolean isOpen() {
    return start != ZoneStay.NEVER;
  }

  /** Closes the window if it ends at or before a time. */
  void closeBefore(long micros) {
    if (!isOpen() || end > micros) {
      return;
    }
    for (Tally tally : tallies) {
      closed.add(count(tally));
    }
    tallies.clear();
    covered = 0;
    start = ZoneStay.NEVER;
  }

  private SceneCount count(Tally tally) {
    Place place = tally.place();
    return new SceneCount(
        Ids.window(rules.cameraId(), start, place),
        start,
        end,
        place.zone(),
        place.line(),
        place.label(),
        tally.entered(),
        tally.left(),
        tally.leftToRight(),
        tally.rightToLeft(),
        tally.mostOccupancy(),
        covered == 0 ? tally.mostOccupancy() : (double) tally.occupancyMicros() / covered,
        tally.distinctTracks(),
        bySilence);
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    if (rules.counts().by().contains(By.CAMERA)) {
      places.add(new Place(null, null, null));
    }
    if (rules.counts().by().contains(By.ZONE)) {
      rules.zones().forEach(zone -> places.add(new Place(zone.name(), null, null)));
    }
    if (rules.counts().by().contains(By.LINE)) {
      rules.lines().forEach(line -> places.add(new Place(null, line.name(), null)));
    }
    return places;
  }

  private Place place(@Nullable String zone, @Nullable String line, String label) {
    return new Place(zone, line, rules.counts().by().contains(By.LABEL) ? label : null);
  }

  private void changeIf(By by, Place place, UnaryOperator<Tally> change) {
    if (rules.counts().by().contains(by)) {
      change(place, change);
    }
  }

  private void change(Place place, UnaryOperator<Tally> change) {
    int at = 0;
    while (at < tallies.size() && Place.ORDER.compare(tallies.get(at).place(), place) < 0) {
      at++;
    }
    if (at == tallies.size() || !tallies.get(at).place().equals(place)) {
      tallies.add(at, Tally.of(place));
    }
    tallies.set(at, change.apply(tallies.get(at)));
  }
}
