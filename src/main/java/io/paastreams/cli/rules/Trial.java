package io.paastreams.cli.rules;

import io.paastreams.analytics.AnalyticsLimits;
import io.paastreams.analytics.CameraAnalytics;
import io.paastreams.analytics.CameraRecords;
import io.paastreams.analytics.CameraState;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.RecordJson;
import io.paastreams.event.TopicKind;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.Liveness;
import io.paastreams.rules.Rule;
import io.paastreams.rules.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tries rules on recorded detections, with the same functions as the application. The wall clock,
 * which the rules about silence use, is the camera's own capture time, and at the end the latest
 * one of all cameras.
 *
 * <p>Threading: one thread.
 */
public final class Trial {

  private static final long TICK = 1_000_000;

  /** A longer gap is not simulated second by second. */
  private static final long MOST_TICKS = 7200;

  private final Rules rules;
  private final boolean withTracks;
  private final Consumer<String> out;
  private final CameraAnalytics analytics = CameraAnalytics.standard();
  private final Map<String, Camera> cameras = new TreeMap<>();
  private final Counts counts = new Counts();
  private long latestMicros = Long.MIN_VALUE;

  /**
   * Creates a trial.
   *
   * @param withTracks whether track records are printed, too
   * @param out receives each record as a line of JSON
   */
  public Trial(Rules rules, boolean withTracks, Consumer<String> out) {
    this.rules = rules;
    this.withTracks = withTracks;
    this.out = out;
  }

  private static final class Camera {
    private final CameraRules rules;
    private final boolean watchesSilence;
    private CameraState state = CameraState.EMPTY;
    private long heardMicros = Long.MIN_VALUE;

    private Camera(CameraRules rules) {
      this.rules = rules;
      this.watchesSilence =
          rules.rules().stream().anyMatch(rule -> rule.when() == Rule.When.SILENT);
    }
  }

  /** The numbers of results. */
  public static final class Counts {
    private final Map<CameraAnalytics.Verdict, Long> frames =
        new EnumMap<>(CameraAnalytics.Verdict.class);
    private long events;
    private long alerts;
    private long windows;

    /** The number of frames with this verdict. */
    public long frames(CameraAnalytics.Verdict verdict) {
      return frames.getOrDefault(verdict, 0L);
    }

    public long events() {
      return events;
    }

    public long alerts() {
      return alerts;
    }

    public long windows() {
      return windows;
    }
  }

  /** Processes the next frame of any camera. */
  public void judge(DetectedFrame frame) {
    Instant time = frame.captureTime();
    long captured = time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    Camera camera =
        cameras.computeIfAbsent(frame.cameraId(), id -> new Camera(rules.forCamera(id)));
    pass(camera, captured);
    CameraAnalytics.Step step = analytics.judge(camera.rules, camera.state, frame);
    counts.frames.merge(step.verdict(), 1L, Long::sum);
    take(camera, step);
    if (step.verdict() == CameraAnalytics.Verdict.TRACKED) {
      camera.heardMicros = Math.max(captured, camera.heardMicros);
      latestMicros = Math.max(captured, latestMicros);
      listen(camera, camera.heardMicros);
    }
  }

  /** Ends the trial: all objects end, and open windows are printed as they are. */
  public void end() {
    for (Camera camera : cameras.values()) {
      listenUntil(camera, latestMicros);
      take(camera, analytics.end(camera.rules, camera.state));
    }
  }

  public Counts counts() {
    return counts;
  }

  /** The number of cameras with frames. */
  public int cameras() {
    return cameras.size();
  }

  /** Simulates the time in which nothing arrived from a camera, until its next frame. */
  private void pass(Camera camera, long until) {
    listenUntil(camera, until);
    boolean fellSilent =
        camera.heardMicros != Long.MIN_VALUE
            && until - camera.heardMicros >= micros(AnalyticsLimits.STANDARD.silentAfter());
    if (fellSilent) {
      take(camera, analytics.silence(camera.rules, camera.state));
    }
  }

  private void listenUntil(Camera camera, long until) {
    if (camera.heardMicros == Long.MIN_VALUE || until <= camera.heardMicros) {
      return;
    }
    long tick = Math.max(TICK, (until - camera.heardMicros) / MOST_TICKS);
    for (long now = camera.heardMicros + tick; now < until; now += tick) {
      listen(camera, now);
    }
    listen(camera, until);
  }

  private void listen(Camera camera, long now) {
    if (camera.watchesSilence) {
      long heard = camera.heardMicros;
      Liveness seen = new Liveness(now, heard, heard, Long.MIN_VALUE, 0, Long.MIN_VALUE);
      take(camera, analytics.listen(camera.rules, camera.state, seen));
    }
  }

  private void take(Camera camera, CameraAnalytics.Step step) {
    camera.state = step.state();
    CameraRecords records = step.records();
    if (withTracks && records.tracks() != null) {
      out.accept(RecordJson.line(TopicKind.TRACKS, records.tracks()));
    }
    records.events().forEach(event -> out.accept(RecordJson.line(TopicKind.EVENTS, event)));
    records.counts().forEach(count -> out.accept(RecordJson.line(TopicKind.COUNTS, count)));
    records.alerts().forEach(alert -> out.accept(RecordJson.line(TopicKind.ALERTS, alert)));
    counts.events += records.events().size();
    counts.windows += records.counts().size();
    counts.alerts += records.alerts().size();
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
