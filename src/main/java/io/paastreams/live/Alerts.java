package io.paastreams.live;

import io.paastreams.event.Alert;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last alerts, each in its latest state, whatever the order in which its records arrived: under
 * at-least-once an alert may be raised again after it was cleared or acknowledged.
 *
 * <p>Threading: safe; the record reader writes, everybody reads.
 */
final class Alerts {

  private final History<Alert> byId;

  Alerts(int most) {
    byId = new History<>(most);
  }

  /** Takes a record, and returns the alert as it is then. */
  synchronized AlertReport take(Alert record) {
    String id = record.alertId().toString();
    Alert alert = byId.get(id).map(before -> merged(before, record)).orElse(record);
    byId.put(id, alert);
    return AlertReport.of(alert);
  }

  private static Alert merged(Alert before, Alert record) {
    boolean staysCleared = before.clearedTime() != null && record.clearedTime() == null;
    Alert latest = staysCleared ? before : record;
    Alert.@Nullable Acknowledgement noted =
        before.acknowledgement() == null ? record.acknowledgement() : before.acknowledgement();
    return latest.withAcknowledgement(noted);
  }

  Optional<Alert> find(String id) {
    return byId.get(id);
  }

  /** Sorted by the time when they were raised, the latest first. */
  List<AlertReport> latest() {
    return byId.latest().stream()
        .map(AlertReport::of)
        .sorted(Comparator.comparingDouble(AlertReport::raised).reversed())
        .toList();
  }

  /** The number of open alerts that nobody has acknowledged. */
  long unnoted() {
    return byId.latest().stream()
        .filter(alert -> alert.clearedTime() == null && alert.acknowledgement() == null)
        .count();
  }

  long version() {
    return byId.version();
  }
}
