package io.paastreams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.paastreams.ingest.IngestListener;
import io.paastreams.ingest.SourceException;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.ingest.UnreadableFrameException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Metrics about cameras, each under the tag {@code camera}.
 *
 * <p>Threading: safe.
 */
public final class IngestMetrics implements IngestListener {

  /** What a camera is currently doing. */
  enum State {
    /** Being opened for the first time. */
    CONNECTING,
    /** Delivering frames. */
    PLAYING,
    /** Broken, to be opened again after a while. */
    WAITING,
    /** Ended by itself, or stopped. */
    ENDED,
    /** Given up. */
    FAILED
  }

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Map<String, Camera> cameras = new ConcurrentHashMap<>();

  /** Registers each camera's meters at its first event. */
  public IngestMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Shows a camera before anything is known about it. */
  public void expect(String cameraId) {
    cameraOf(cameraId);
  }

  /** Whether any expected camera has not been given up. */
  public boolean anyUp() {
    return cameras.values().stream().anyMatch(camera -> camera.state != State.FAILED);
  }

  @Override
  public void sourceOpened(String cameraId, SourceLocation source) {
    cameraOf(cameraId).state = State.PLAYING;
  }

  @Override
  public void sourceLost(String cameraId, SourceException cause, Duration wait) {
    Camera camera = cameraOf(cameraId);
    camera.state = State.WAITING;
    camera.reconnects.increment();
  }

  @Override
  public void frameLimited(String cameraId) {
    dropped(cameraId, "limited").increment();
  }

  @Override
  public void frameUnreadable(String cameraId, UnreadableFrameException cause) {
    dropped(cameraId, "unreadable").increment();
  }

  @Override
  public void frameFailed(String cameraId, Exception cause) {
    dropped(cameraId, "failed").increment();
  }

  @Override
  public void frameAcknowledged(String cameraId, int payloadBytes) {
    Camera camera = cameraOf(cameraId);
    camera.frames.increment();
    camera.bytes.increment(payloadBytes);
    camera.lastFrame = clock.instant();
  }

  @Override
  public void cameraEnded(String cameraId, @Nullable Throwable failure) {
    cameraOf(cameraId).state = failure == null ? State.ENDED : State.FAILED;
  }

  private Counter dropped(String cameraId, String reason) {
    return Counter.builder("paa.ingest.frames.dropped")
        .description("Frames that were read but are not on the topic")
        .tag("camera", cameraId)
        .tag("reason", reason)
        .register(registry);
  }

  private Camera cameraOf(String cameraId) {
    return cameras.computeIfAbsent(cameraId, this::register);
  }

  private Camera register(String cameraId) {
    Camera camera =
        new Camera(
            counter("paa.ingest.frames", "Frames on the topic", cameraId),
            counter("paa.ingest.bytes", "Bytes of their images", cameraId),
            counter("paa.ingest.reconnects", "How often the source was lost", cameraId));
    // Prometheus sees no increase in a series that begins with its first failure.
    List.of("limited", "unreadable", "failed").forEach(reason -> dropped(cameraId, reason));
    Gauge.builder("paa.ingest.frame.age", camera, each -> each.age(clock.instant()))
        .description("Time since the camera's last frame reached the topic; NaN before the first")
        .baseUnit("seconds")
        .tag("camera", cameraId)
        .register(registry);
    for (State state : State.values()) {
      Gauge.builder("paa.ingest.state", camera, each -> each.state == state ? 1 : 0)
          .description("1 for the state that the camera is in")
          .tag("camera", cameraId)
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    return camera;
  }

  private Counter counter(String name, String description, String cameraId) {
    return Counter.builder(name)
        .description(description)
        .tag("camera", cameraId)
        .register(registry);
  }

  private static final class Camera {
    private final Counter frames;
    private final Counter bytes;
    private final Counter reconnects;
    private volatile State state = State.CONNECTING;
    private volatile @Nullable Instant lastFrame;

    Camera(Counter frames, Counter bytes, Counter reconnects) {
      this.frames = frames;
      this.bytes = bytes;
      this.reconnects = reconnects;
    }

    double age(Instant now) {
      Instant last = lastFrame;
      return last == null ? Double.NaN : Duration.between(last, now).toNanos() / 1e9;
    }
  }
}
