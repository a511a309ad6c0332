package io.paastreams.analytics;

import io.paastreams.event.Alert;
import io.paastreams.event.CountWindow;
import io.paastreams.event.ObjectEvent;
import io.paastreams.event.Scene;
import io.paastreams.event.TrackedFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records to publish, in the order of the fields.
 *
 * @param tracks null if no detection record caused this, or if it was a repetition
 * @param scene null if nothing changed, or if the last one was published too recently
 */
public record CameraRecords(
    @Nullable TrackedFrame tracks,
    List<ObjectEvent> events,
    List<CountWindow> counts,
    List<Alert> alerts,
    @Nullable Scene scene) {

  /** Nothing. */
  public static final CameraRecords NONE =
      new CameraRecords(null, List.of(), List.of(), List.of(), null);

  public CameraRecords {
    events = List.copyOf(events);
    counts = List.copyOf(counts);
    alerts = List.copyOf(alerts);
  }
}
