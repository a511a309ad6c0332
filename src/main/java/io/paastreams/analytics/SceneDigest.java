package io.paastreams.analytics;

import io.paastreams.event.Scene;
import io.paastreams.geometry.Box;
import java.util.Objects;
import java.util.UUID;

/** Tells whether a scene differs from the one before in more than its latest frame. */
final class SceneDigest {

  private static final long PRIME = 0x100000001b3L;

  private SceneDigest() {}

  /** A digest that is equal for scenes with the same content, on any machine. */
  static long of(Scene scene) {
    long digest = 0xcbf29ce484222325L;
    for (var object : scene.objects()) {
      digest = mixed(digest, object.trackId());
      Box box = object.box();
      for (float side : new float[] {box.x1(), box.y1(), box.x2(), box.y2()}) {
        digest = mixed(digest, Float.floatToIntBits(side));
      }
      digest = mixed(digest, object.label().hashCode());
      digest = mixed(digest, object.zones().hashCode());
      digest = mixed(digest, object.stationary() ? 1 : 0);
    }
    for (var occupancy : scene.occupancy()) {
      digest = mixed(digest, occupancy.zone().hashCode());
      digest = mixed(digest, occupancy.objects());
    }
    for (var alert : scene.openAlerts()) {
      digest = mixed(digest, alert.alertId());
    }
    return mixed(digest, Objects.hashCode(scene.rulesVersion()));
  }

  private static long mixed(long digest, UUID id) {
    return ((digest ^ id.getMostSignificantBits()) * PRIME ^ id.getLeastSignificantBits()) * PRIME;
  }

  private static long mixed(long digest, int value) {
    return (digest ^ value) * PRIME;
  }
}
