package io.paastreams.ingest;

import io.paastreams.setting.Fault;
import io.paastreams.setting.InvalidSettingsException;
import io.paastreams.setting.PerCamera;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import io.paastreams.text.MaskedUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one camera's frames become events.
 *
 * @param cameraId key of the records; not blank
 * @param maxFps the frames per second to keep; null keeps all, and so does 0 in the constructor. A
 *     recording is thinned by its timestamps, a live source by arrival. Still images have no rate
 *     of their own and are played at this rate, 10 by default; snapshots of a network camera are
 *     requested at this rate, 1 by default
 * @param loop whether a recording starts again at its end until it is stopped
 * @param pace how fast a recording is played
 * @param payload what the events carry
 * @param jpegQuality the quality of encoded JPEG, 1 to 100
 * @param patience how long a stream may stay silent before it counts as broken
 * @param reconnect how long to wait before a broken live source is opened again
 * @param source how the source is read
 * @param persistent whether a stream or device that cannot be opened at first is retried like one
 *     that broke, instead of ending the camera
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

  public static final SettingSection SETTINGS = SettingSection.named("ingest");

  public static final Setting<Double> FPS =
      SETTINGS.standard(
          "fps",
          SettingType.number(0, 1000),
          0.0,
          "Keep at most this many frames per second per camera; 0 keeps all.");
  public static final Setting<Boolean> REALTIME =
      SETTINGS.standard(
          "realtime",
          SettingType.flag(),
          false,
          "Play recordings at their own rate, not as fast as possible.");
  public static final Setting<Boolean> LOOP =
      SETTINGS.standard("loop", SettingType.flag(), false, "Repeat recordings when they end.");
  public static final Setting<Payload> PAYLOAD =
      SETTINGS.standard(
          "payload",
          SettingType.constant(Payload.class),
          Payload.PASS_THROUGH,
          "What is sent: JPEG and PNG as they are and the rest as JPEG, all as JPEG, or pixels.");
  public static final Setting<Integer> JPEG_QUALITY =
      SETTINGS.standard("jpegQuality", SettingType.integer(1, 100), 90, "Quality of encoded JPEG.");
  public static final Setting<RtspTransport> RTSP_TRANSPORT =
      SETTINGS.standard(
          "rtspTransport",
          SettingType.constant(RtspTransport.class),
          RtspTransport.AUTO,
          "How RTSP cameras send their media.");
  public static final Setting<Duration> PATIENCE =
      SETTINGS.standard(
          "patience",
          SettingType.duration(Duration.ofMillis(1), Duration.ofDays(1)),
          Duration.ofSeconds(10),
          "How long a stream may be silent before it counts as broken.");
  public static final Setting<Duration> LONGEST_WAIT =
      SETTINGS.standard(
          "longestWait",
          SettingType.duration(Duration.ofMillis(1), Duration.ofDays(1)),
          Duration.ofSeconds(30),
          "A broken camera is reopened after 1s, 2s, 4s and so on, up to this.");

  public static final PerCamera CAMERAS = SETTINGS.perCamera("cameras", "ID");

  public static final Setting<String> SOURCE =
      CAMERAS.required("source", SettingType.text(), "Path or URL of the camera's frames.");

  public IngestConfig {
    maxFps = maxFps == null || maxFps == 0 ? null : maxFps;
    List<Fault> faults = new ArrayList<>();
    idFault(cameraId).ifPresent(reason -> faults.add(Fault.of("camera id", reason)));
    if (maxFps != null) {
      FPS.check(maxFps, faults::add);
    }
    JPEG_QUALITY.check(jpegQuality, faults::add);
    PATIENCE.check(patience, faults::add);
    InvalidSettingsException.demandNone(faults);
  }

  /** Why a text cannot be a camera id, as the end of a sentence; empty if it can. */
  public static Optional<String> idFault(String id) {
    if (id.isBlank()) {
      return Optional.of("must not be blank");
    }
    String shown = MaskedUrl.of(id);
    return id.contains("://") && !shown.equals(id)
        ? Optional.of("must not contain a password, because records and metrics show it: " + shown)
        : Optional.empty();
  }

  /** What a user chose. */
  public static IngestConfig of(String cameraId, SettingValues values) {
    double fps = values.get(FPS);
    return new IngestConfig(
        cameraId,
        fps == 0 ? null : fps,
        values.get(LOOP),
        values.get(REALTIME) ? Pace.REAL_TIME : Pace.UNLIMITED,
        values.get(PAYLOAD),
        values.get(JPEG_QUALITY),
        values.get(PATIENCE),
        Backoff.upTo(values.get(LONGEST_WAIT)),
        new SourceOptions(values.get(RTSP_TRANSPORT)),
        false);
  }

  /**
   * The defaults for one camera: all frames once, as fast as possible, passed through or as JPEG.
   */
  public static IngestConfig ofCamera(String cameraId) {
    return of(cameraId, SettingValues.DEFAULTS);
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

  /** A copy with another payload and, where that is JPEG, another quality. */
  public IngestConfig withPayload(Payload other, int otherQuality) {
    return new IngestConfig(
        cameraId, maxFps, loop, pace, other, otherQuality, patience, reconnect, source, persistent);
  }

  /** A copy with other limits on waiting for a live source. */
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

  /** A copy with other source options. */
  public IngestConfig withSource(SourceOptions other) {
    return new IngestConfig(
        cameraId, maxFps, loop, pace, payload, jpegQuality, patience, reconnect, other, persistent);
  }

  /** A copy that retries the source until it can be opened. */
  public IngestConfig withPersistence() {
    return new IngestConfig(
        cameraId, maxFps, loop, pace, payload, jpegQuality, patience, reconnect, source, true);
  }
}
