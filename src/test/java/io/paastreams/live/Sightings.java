package io.paastreams.live;

import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Size;
import java.time.Instant;
import java.util.List;

/** Empty sightings. */
final class Sightings {

  private Sightings() {}

  static Sighting at(String camera, int partition, long offset) {
    return new Sighting(
        camera,
        "frame-" + offset,
        new SourceOffset("frames.v1", partition, offset),
        new Size(320, 240),
        Instant.EPOCH.plusSeconds(offset),
        Instant.EPOCH.plusSeconds(offset),
        "model",
        List.of());
  }

  static LiveFrame frame(String camera, long offset) {
    return LiveFrame.withoutImage(at(camera, 0, offset));
  }
}
