package io.paastreams.cli.bench;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.detection.Profile;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.DetectionId;
import io.paastreams.event.Lineage;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Synthetic detection records: objects that walk to and fro, each at its own pace, with noisy
 * boxes, varying scores and an occasional miss. The same arguments give the same records.
 */
final class SyntheticCameras {

  /** What the cameras' rules watch. */
  static final String RULES =
      """
      cameras:
        "*":
          zones:
            yard: {polygon: [[0.1, 0.3], [0.6, 0.3], [0.6, 1], [0.1, 1]], enterAfter: 300ms, leaveAfter: 500ms}
            gate: {polygon: [[0.6, 0.2], [0.95, 0.2], [0.95, 0.9], [0.6, 0.9]], labels: [person]}
          lines:
            door: {from: [0.5, 0], to: [0.5, 1]}
      counts: {window: 1m, by: [camera, zone, line, label]}
      rules:
        crowd: {when: occupancy, zone: yard, atLeast: 4, for: 2s}
        intruder: {when: presence, zone: gate, labels: [person], for: 1s}
        loitering: {when: dwell, zone: yard, for: 20s}
        wrong-way: {when: crossing, line: door, direction: rightToLeft}
      """;

  private static final Size SIZE = new Size(1280, 720);
  private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");
  private static final List<String> LABELS = List.of("person", "car");
  private static final double MISSED = 0.03;
  private static final double FAINT = 0.1;
  private static final String MODEL = "0".repeat(64);
  private static final DetectionTerms TERMS = new DetectionTerms(Profile.SERVING, 0.5f, 0.2f);

  private final int objects;
  private final Duration interval;

  SyntheticCameras(int objects, double framesPerSecond) {
    this.objects = objects;
    this.interval = Duration.ofNanos(Math.round(1e9 / framesPerSecond));
  }

  static String name(int camera) {
    return "camera-" + camera;
  }

  /**
   * One frame.
   *
   * @param number the number of the frame of this camera, counted from 0
   * @param offset the unique offset of the frame event
   */
  DetectedFrame frame(int camera, long number, SourceOffset offset) {
    SplittableRandom random = new SplittableRandom(camera * 1_000_003L + number);
    List<Detection> sure = new ArrayList<>();
    List<Detection> faint = new ArrayList<>();
    double seconds = number * (interval.toNanos() / 1e9);
    for (int object = 0; object < objects; object++) {
      double drawn = random.nextDouble();
      if (drawn >= MISSED) {
        boolean isFaint = drawn < MISSED + FAINT;
        double score =
            isFaint ? 0.25 + 0.2 * random.nextDouble() : 0.6 + 0.35 * random.nextDouble();
        (isFaint ? faint : sure).add(detection(camera, object, seconds, score, random));
      }
    }
    Instant captured = BEGIN.plus(interval.multipliedBy(number));
    return new DetectedFrame(
            DetectionId.of(name(camera), offset, MODEL),
            new Lineage(
                new UUID(0x4000 | (long) camera << 32, Long.MIN_VALUE | number),
                name(camera),
                null,
                number,
                offset,
                captured,
                captured.plusMillis(5)),
            SIZE,
            sure,
            labels(sure),
            new ModelIdentity("bench", MODEL),
            captured.plusMillis(60))
        .withFaint(TERMS, faint, labels(faint));
  }

  private static Detection detection(
      int camera, int object, double seconds, double score, SplittableRandom random) {
    double period = 8 + 3 * object + camera % 7;
    double height = 60 + 12 * object;
    double width = object % 2 == 0 ? 0.45 * height : 1.6 * height;
    double x = SIZE.width() * (0.5 + 0.42 * Math.sin(2 * Math.PI * seconds / period + object));
    double y = 90 + (SIZE.height() - 180) * (object + 0.5 + 0.3 * Math.sin(seconds / 5)) / 6;
    double left = x - width / 2 + random.nextDouble(-2, 2);
    double top = y - height / 2 + random.nextDouble(-2, 2);
    return new Detection(
        new Box((float) left, (float) top, (float) (left + width), (float) (top + height)),
        object % 2,
        (float) score);
  }

  private static List<String> labels(List<Detection> detections) {
    return detections.isEmpty()
        ? Collections.emptyList()
        : detections.stream().map(each -> LABELS.get(each.classId())).toList();
  }
}
