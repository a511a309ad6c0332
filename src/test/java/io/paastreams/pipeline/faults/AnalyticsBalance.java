package io.paastreams.pipeline.faults;

import io.paastreams.streams.Guarantee;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares what analytics made of the detections with what the pure functions make of them.
 *
 * @param tracks with its neighbours: an account of each topic
 */
record AnalyticsBalance(
    RecordTally.Account tracks,
    RecordTally.Account events,
    RecordTally.Account counts,
    RecordTally.Account alerts,
    RecordTally.Account scenes) {

  static final String CSV_HEADER =
      "tracks,events,counts,alerts,scenes,a_missing,a_invented,a_different,a_misordered,a_doubled";

  /** For a schedule without analytics. */
  static final String NO_CSV = ",,,,,,,,,";

  private List<RecordTally.Account> all() {
    return List.of(tracks, events, counts, alerts, scenes);
  }

  private long sum(java.util.function.ToLongFunction<RecordTally.Account> number) {
    return all().stream().mapToLong(number).sum();
  }

  long expected() {
    return sum(RecordTally.Account::expected);
  }

  long doubled() {
    return sum(RecordTally.Account::doubled);
  }

  /** Records that are missing, unexpected, different, or too early. */
  long wrong() {
    return sum(each -> each.missing() + each.invented() + each.different() + each.misordered());
  }

  boolean isKept(Guarantee guarantee) {
    return wrong() == 0 && (doubled() == 0 || guarantee == Guarantee.AT_LEAST_ONCE);
  }

  String line() {
    return ("%d tracks, %d events, %d counts, %d alerts, %d scenes: missing %d, invented %d,"
            + " different %d, misordered %d, doubled %d")
        .formatted(
            tracks.expected(),
            events.expected(),
            counts.expected(),
            alerts.expected(),
            scenes.expected(),
            sum(RecordTally.Account::missing),
            sum(RecordTally.Account::invented),
            sum(RecordTally.Account::different),
            sum(RecordTally.Account::misordered),
            doubled());
  }

  String toCsv() {
    return List.of(
            tracks.expected(),
            events.expected(),
            counts.expected(),
            alerts.expected(),
            scenes.expected(),
            sum(RecordTally.Account::missing),
            sum(RecordTally.Account::invented),
            sum(RecordTally.Account::different),
            sum(RecordTally.Account::misordered),
            doubled())
        .stream()
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }
}
