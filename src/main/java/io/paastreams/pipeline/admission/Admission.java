package io.paastreams.pipeline.admission;

import io.paastreams.event.DeadLetter;
import io.paastreams.event.Frame;
import io.paastreams.event.SkippedFrame.SkipReason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Decides, when a frame's turn has come, whether it is worth detecting, before anything is fetched
 * or decoded.
 *
 * <p>It knows each camera of its task. If there are more than {@value #MAX_CAMERAS}, as with a
 * producer that invents ids, those that have been silent longest are forgotten, and their rate
 * limit starts again.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
public final class Admission {

  private static final int MAX_CAMERAS = 10_000;

  private final AdmissionConfig config;
  private final Map<String, Camera> cameras =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Camera> eldest) {
          return size() > MAX_CAMERAS;
        }
      };

  public Admission(AdmissionConfig config) {
    this.config = config;
  }

  /** A camera of the task. */
  public static final class Camera {
    private final AdmissionRule rule;
    private final CaptureRate rate;
    private final CameraLane latest = new LatestFrameLane(System::nanoTime);

    private Camera(AdmissionRule rule) {
      this.rule = rule;
      this.rate = new CaptureRate(rule.maxFps());
    }
  }

  /** The lane for a frame under a rule, which is not the camera's own for a replayed frame. */
  public static CameraLane lane(Camera camera, AdmissionRule rule) {
    return switch (rule.policy()) {
      case ALL -> EveryFrameLane.INSTANCE;
      case LATEST -> camera.latest;
    };
  }

  public Camera camera(String cameraId) {
    return cameras.computeIfAbsent(cameraId, id -> new Camera(config.ruleOf(id)));
  }

  /**
   * The rule for a frame. A replayed dead letter is old by nature and was requested explicitly, so
   * no limits apply to it and it supersedes nothing. Sampling still applies: several applications
   * may read the topic, and the dead letter came from one of them.
   */
  public static AdmissionRule rule(Camera camera, Headers headers) {
    return headers.lastHeader(DeadLetter.REPLAYED) == null
        ? camera.rule
        : camera.rule.withoutLimits();
  }

  /** Why the frame should be skipped; empty if it should be detected. */
  public static Optional<SkipReason> skip(
      Camera camera, AdmissionRule rule, Frame frame, Instant now) {
    if (!FrameSample.takes(rule.sample(), frame.frameId())) {
      return Optional.of(SkipReason.SAMPLED_OUT);
    }
    if (rule.isTooOld(frame, now)) {
      return Optional.of(SkipReason.TOO_OLD);
    }
    if (rule.maxFps() > 0 && !camera.rate.takes(frame.captureTime())) {
      return Optional.of(SkipReason.RATE_LIMITED);
    }
    return Optional.empty();
  }
}
