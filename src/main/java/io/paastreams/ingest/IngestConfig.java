package io.paastreams.ingest;

import io.paastreams.text.MaskedUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one camera's frames are made events.
 *
 * @param cameraId key of the records; not blank
 * @param maxFps frames a second to keep; null keeps all. A recording is thinned by its time stamps,
 *     a live source by arrival. Still images have no rate of their own and are played at this one,
 *     10 by default; snapshots of a network camera are taken at it, 1 by default
 * @param loop whether a recording starts again at its end, until stopped
 * @param pace of a recording
 * @param payload what the events carry
 * @param jpegQuality 1 to 100, where JPEG is encoded
 * @param patience how long a stream may stay silent before it counts as broken
 * @param reconnect how long to wait before a broken live source is opened again
 * @param source how it is read
 * @param persistent whether a stream or device that cannot be opened at first is tried again like
 *     one that broke, instead of ending the camera
 */
public record IngestConfig(
    String cameraId,
    @Nullable Double maxFps,
    boolean loop,
    Pace pace,
    Payload payload,
    int jpegQuality,
    Duration patience,
    Backoff reconnect,
    SourceOptions source,
    boolean persistent) {

  public IngestConfig {
    List<String> faults = new ArrayList<>();
    if (cameraId.isBlank()) {
      faults.add("camera id: must not be blank");
    }
    String shown = MaskedUrl.of(cameraId);
    if (cameraId.contains("://") && !shown.equals(cameraId)) {
      faults.add(
          "camera id: must not hold a password, since records and metrics show it: " + shown);
    }
    if (maxFps != null && !(maxFps > 0 && maxFps <= 1000)) {
      faults.add("fps: %s is not in (0, 1000]".formatted(maxFps));
    }
    if (jpegQuality < 1 || jpegQuality > 100) {
      faults.add("JPEG quality: %d is not in [1, 100]".formatted(jpegQuality));
    }
    if (patience.isNegative() || patience.isZero()) {
      faults.add("patience: %s is not positive".formatted(patience));
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  /** All frames once, as fast as possible, passed through or as JPEG of quality 90. */
  public static IngestConfig ofCamera(String cameraId) {
    return new IngestConfig(
        cameraId,
        null,
        false,
        Pace.UNLIMITED,
        Payload.PASS_THROUGH,
        90,
        Duration.ofSeconds(10),
        Backoff.standard(),
        SourceOptions.standard(),
        false);
  }

  public IngestConfig withMaxFps(@Nullable Double other) {
    return new IngestConfig(
        cameraId, other, loop, pace, payload, jpegQuality, patience, reconnect, source, persistent);
  }

  public IngestConfig withLoop(boolean other) {
    return new IngestConfig(
        cameraId,
        maxFps,
        other,
        pace,
        payload,
        jpegQuality,
        patience,
        reconnect,
        source,
        persistent);
  }

  public IngestConfig withPace(Pace other) {
    return new IngestConfig(
        cameraId,
        maxFps,
        loop,
        other,
        payload,
        jpegQuality,
        patience,
        reconnect,
        source,
        persistent);
  }

  /** The same with another payload and, where it is JPEG, another quality. */
  public IngestConfig withPayload(Payload other, int otherQuality) {
    return new IngestConfig(
        cameraId, maxFps, loop, pace, other, otherQuality, patience, reconnect, source, persistent);
  }

  /** The same with other limits of waiting for a live source. */
  public IngestConfig withPatience(Duration other, Backoff otherReconnect) {
    return new IngestConfig(
        cameraId,
        maxFps,
        loop,
        pace,
        payload,
        jpegQuality,
        other,
        otherReconnect,
        source,
        persistent);
  }

  /** The same, read in another way. */
  public IngestConfig withSource(SourceOptions other) {
    return new IngestConfig(
        cameraId, maxFps, loop, pace, payload, jpegQuality, patience, reconnect, other, persistent);
  }

  /** The same, tried until it can be opened. */
  public IngestConfig withPersistence() {
    return new IngestConfig(
        cameraId, maxFps, loop, pace, payload, jpegQuality, patience, reconnect, source, true);
  }
}
