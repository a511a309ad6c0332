package io.paastreams.analytics;

import io.paastreams.detection.Detection;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.DetectionId;
import io.paastreams.event.Lineage;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.text.NamedUuid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Handwritten detection records of one camera with ascending offsets and times. */
final class Film {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final Size SIZE = new Size(640, 480);

  private static final String MODEL = "0123456789abcdef".repeat(4);
  private static final UUID NAMES = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  private final String camera;
  private final List<DetectedFrame> frames = new ArrayList<>();
  private int partition;
  private long offset = 100;
  private Instant time = NOON;
  private Duration skew = Duration.ZERO;
  private Size size = SIZE;

  Film(String camera) {
    this.camera = camera;
  }

  /** A box of 40 x 80 pixels whose bottom centre is at x, y. */
  static Detection person(double x, double y) {
    return new Detection(
        new Box((float) x - 20, (float) y - 80, (float) x + 20, (float) y), 0, 0.9f);
  }

  /** One frame, a tenth of a second after the last one. */
  Film frame(Detection... detections) {
    time = time.plusMillis(100);
    frames.add(at(partition, offset++, time.plus(skew), time.plusMillis(40), detections));
    return this;
  }

  DetectedFrame at(
      int partition, long offset, Instant captured, Instant detected, Detection... detections) {
    SourceOffset source = new SourceOffset("frames.v1", partition, offset);
    return new DetectedFrame(
        DetectionId.of(camera, source, MODEL),
        new Lineage(
            NamedUuid.of(NAMES, camera + source),
            camera,
            null,
            offset,
            source,
            captured,
            captured.plusMillis(5)),
        size,
        List.of(detections),
        Collections.nCopies(detections.length, "person"),
        new ModelIdentity("made up", MODEL),
        detected);
  }

  /** A person who walks from one place to another, with one frame every tenth of a second. */
  Film walk(double x1, double y1, double x2, double y2, int steps) {
    for (int i = 0; i <= steps; i++) {
      double share = (double) i / steps;
      frame(person(x1 + share * (x2 - x1), y1 + share * (y2 - y1)));
    }
    return this;
  }

  Film empty(int count) {
    for (int i = 0; i < count; i++) {
      frame();
    }
    return this;
  }

  Film pause(Duration duration) {
    time = time.plus(duration);
    return this;
  }

  /** From now on the camera's clock is ahead by this much. */
  Film clockAhead(Duration duration) {
    skew = duration;
    return this;
  }

  Film partition(int other) {
    partition = other;
    offset = 7;
    return this;
  }

  Film size(Size other) {
    size = other;
    return this;
  }

  /** Puts back the frame that came this many frames ago, as a replay of dead letters does. */
  Film late(Duration age, Detection... detections) {
    time = time.plusMillis(100);
    frames.add(at(partition, offset++, time.minus(age), time.plusMillis(40), detections));
    return this;
  }

  DetectedFrame last() {
    return frames.get(frames.size() - 1);
  }

  List<DetectedFrame> frames() {
    return List.copyOf(frames);
  }
}
