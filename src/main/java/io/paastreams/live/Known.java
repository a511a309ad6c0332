package io.paastreams.live;

import io.javalin.http.NotFoundResponse;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the page knows from the topics: the cameras as they are now, the load of the last minutes,
 * and the latest records of each kind.
 *
 * <p>Threading: safe; each part says its own. {@link Intake} writes, everybody reads.
 */
final class Known {

  private static final int MOST_EVENTS = 2_000;
  private static final int MOST_OTHERS = 500;

  final Cameras cameras;
  final LoadHistory machine;
  final History<Letter> letters = new History<>(MOST_OTHERS);
  final History<EventReport> events = new History<>(MOST_EVENTS);
  final Alerts alerts = new Alerts(MOST_OTHERS);
  final History<CountReport> counts = new History<>(MOST_EVENTS);
  final KnownRules rules = new KnownRules(MOST_OTHERS);

  Known(InstantSource clock) {
    cameras = new Cameras(clock);
    machine = new LoadHistory(clock);
  }

  EventReport event(String id) {
    return events.get(id).orElseThrow(() -> absent("event"));
  }

  Letter letter(String id) {
    return letters.get(id).orElseThrow(() -> absent("dead letter"));
  }

  private static NotFoundResponse absent(String what) {
    return new NotFoundResponse("there is no such " + what + " among the latest ones");
  }

  /** Per kind of item, a number that changes when there is something new. */
  Map<String, Long> versions() {
    return Map.of(
        "letters", letters.version(),
        "events", events.version(),
        "alerts", alerts.version(),
        "counts", counts.version(),
        "rules", rules.version());
  }
}
