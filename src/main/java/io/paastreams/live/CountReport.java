package io.paastreams.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.paastreams.event.CountWindow;
import org.jspecify.annotations.Nullable;

/** A window of counts for the page. Times are milliseconds since the epoch. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CountReport(
    String id,
    String camera,
    double start,
    double end,
    @Nullable String zone,
    @Nullable String line,
    @Nullable String label,
    int entered,
    int left,
    int leftToRight,
    int rightToLeft,
    int most,
    double mean,
    int tracks) {

  static CountReport of(CountWindow window) {
    return new CountReport(
        window.windowId().toString(),
        window.cameraId(),
        Json.millis(window.startTime()),
        Json.millis(window.endTime()),
        window.zone(),
        window.line(),
        window.label(),
        window.entered(),
        window.left(),
        window.leftToRight(),
        window.rightToLeft(),
        window.maxOccupancy(),
        window.meanOccupancy(),
        window.distinctTracks());
  }
}
