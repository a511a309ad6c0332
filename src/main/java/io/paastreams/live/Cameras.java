package io.paastreams.live;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cameras of the topics. Threading: safe; the record reader writes, everybody reads.
 *
 * <p>The number of cameras is bounded, because anyone who can write to the topics could invent any
 * number of them.
 */
final class Cameras {

  private static final int MOST = 20_000;

  private final InstantSource clock;
  private final TreeMap<String, CameraActivity> states = new TreeMap<>();

  Cameras(InstantSource clock) {
    this.clock = clock;
  }

  void detected(DetectedFrame frame, Instant at) {
    with(frame.cameraId(), state -> state.detected(frame, at));
  }

  void tracked(Sighting sighting, Instant at) {
    with(sighting.camera(), state -> state.tracked(sighting, at));
  }

  void skipped(SkippedFrame frame, Instant at) {
    with(frame.cameraId(), state -> state.skipped(frame, at));
  }

  void dead(String camera, Instant at) {
    with(camera, state -> state.dead(at));
  }

  private synchronized void with(String camera, Consumer<CameraActivity> change) {
    @Nullable CameraActivity state = states.get(camera);
    if (state == null && states.size() < MOST) {
      state = new CameraActivity(camera);
      states.put(camera, state);
    }
    if (state != null) {
      change.accept(state);
    }
  }

  /** Whether its boxes come from the tracks topic. */
  synchronized boolean isTracked(String camera) {
    CameraActivity state = states.get(camera);
    return state != null && state.isTracked(clock.instant());
  }

  synchronized boolean isIdle(String camera, Duration span) {
    CameraActivity state = states.get(camera);
    return state != null && state.isIdle(clock.instant(), span);
  }

  /** The model that detects in a camera's frames; empty if it is not known. */
  synchronized String model(String camera) {
    CameraActivity state = states.get(camera);
    return state == null ? "" : state.model();
  }

  synchronized Optional<Sighting> last(String camera) {
    CameraActivity state = states.get(camera);
    return Optional.ofNullable(state == null ? null : state.last());
  }

  /** The partitions of the frames topic that contain the frames of these cameras. */
  synchronized Set<Integer> partitions(Set<String> cameras) {
    Set<Integer> partitions = new HashSet<>();
    for (String camera : cameras) {
      CameraActivity state = states.get(camera);
      if (state != null && state.partition() >= 0) {
        partitions.add(state.partition());
      }
    }
    return partitions;
  }

  /** All cameras by their ids. */
  synchronized List<CameraReport> reports() {
    Instant now = clock.instant();
    return states.values().stream().map(state -> state.report(now)).toList();
  }
}
