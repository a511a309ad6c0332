package io.paastreams.rules;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one place so far.
 *
 * @param occupancyMicros the sum over all objects of the microseconds that they were there
 */
public record Tally(
    Place place,
    int entered,
    int left,
    int leftToRight,
    int rightToLeft,
    int mostOccupancy,
    long occupancyMicros,
    int distinctTracks) {

  /** What is counted separately; the whole frame if neither a zone nor a line is given. */
  public record Place(@Nullable String zone, @Nullable String line, @Nullable String label) {

    private static final Comparator<@Nullable String> NULL_FIRST =
        Comparator.nullsFirst(Comparator.naturalOrder());

    /** Sorts the whole frame first, then zones, then lines, each in alphabetical order. */
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::line, NULL_FIRST)
            .thenComparing(Place::zone, NULL_FIRST)
            .thenComparing(Place::label, NULL_FIRST);
  }

  static Tally of(Place place) {
    return new Tally(place, 0, 0, 0, 0, 0, 0, 0);
  }

  Tally plus(int enteredMore, int leftMore, int leftToRightMore, int rightToLeftMore) {
    return new Tally(
        place,
        entered + enteredMore,
        left + leftMore,
        leftToRight + leftToRightMore,
        rightToLeft + rightToLeftMore,
        mostOccupancy,
        occupancyMicros,
        distinctTracks);
  }

  Tally occupied(int objects, long micros) {
    return new Tally(
        place,
        entered,
        left,
        leftToRight,
        rightToLeft,
        Math.max(mostOccupancy, objects),
        occupancyMicros + objects * micros,
        distinctTracks);
  }

  Tally plusTrack() {
    return new Tally(
        place,
        entered,
        left,
        leftToRight,
        rightToLeft,
        mostOccupancy,
        occupancyMicros,
        distinctTracks + 1);
  }
}
