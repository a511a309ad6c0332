package io.paastreams.cli.bench;

import com.sun.management.ThreadMXBean;
import io.paastreams.analytics.CameraAnalytics;
import io.paastreams.analytics.CameraState;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.RuleFile;
import io.paastreams.rules.Rules;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures tracker and rules on one thread, without Kafka: what a detection record costs before
 * anything is written.
 */
final class PureAnalytics {

  private static final int CAMERAS = 1000;
  private static final int OBJECTS = 5;
  private static final double RATE = 10;

  private PureAnalytics() {}

  /**
   * What one thread processes per second of CPU time, whatever else is running.
   *
   * @param micros the CPU time per frame in microseconds
   * @param allocatedKiB the heap memory allocated per frame
   */
  record PureThroughput(
      int cameras,
      int objects,
      double framesPerSecond,
      double micros,
      double allocatedKiB,
      double eventsPerFrame) {}

  static PureThroughput run(Duration each) {
    SyntheticCameras cameras = new SyntheticCameras(OBJECTS, RATE);
    CameraAnalytics analytics = CameraAnalytics.standard();
    Rules rules = RuleFile.parse(SyntheticCameras.RULES).orThrow();
    List<CameraRules> ruleOf = new ArrayList<>();
    for (int camera = 0; camera < CAMERAS; camera++) {
      ruleOf.add(rules.forCamera(SyntheticCameras.name(camera)));
    }
    CameraState[] states = new CameraState[CAMERAS];
    Arrays.fill(states, CameraState.EMPTY);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long begin = System.nanoTime();
    long warm = begin + each.toNanos() / 2;
    long frames = 0;
    long nanos = 0;
    long bytes = 0;
    long events = 0;
    for (long number = 0; nanos < each.toNanos(); number++) {
      boolean counts = System.nanoTime() > warm;
      DetectedFrame[] tick = new DetectedFrame[CAMERAS];
      for (int camera = 0; camera < CAMERAS; camera++) {
        tick[camera] =
            cameras.frame(
                camera, number, new SourceOffset("frames.v1", 0, number * CAMERAS + camera));
      }
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long start = threads.getCurrentThreadCpuTime();
      for (int camera = 0; camera < CAMERAS; camera++) {
        CameraAnalytics.Step step =
            analytics.judge(ruleOf.get(camera), states[camera], tick[camera]);
        states[camera] = step.state();
        if (counts) {
          events += step.records().events().size();
        }
      }
      if (counts) {
        nanos += threads.getCurrentThreadCpuTime() - start;
        bytes += threads.getCurrentThreadAllocatedBytes() - allocated;
        frames += CAMERAS;
      }
    }
    return new PureThroughput(
        CAMERAS,
        OBJECTS,
        frames / (nanos / 1e9),
        nanos / 1e3 / frames,
        bytes / 1024.0 / frames,
        (double) events / frames);
  }
}
