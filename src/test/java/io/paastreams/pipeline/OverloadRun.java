package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.geometry.Size;
import io.paastreams.pipeline.admission.Freshness;
import io.paastreams.streams.Guarantee;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Cameras that send three times what the device computes for as long as wanted, and what must hold
 * then. The device's speed is fixed, so the machine's speed does not matter.
 */
final class OverloadRun {

  static final Duration MAX_AGE = Duration.ofSeconds(3);

  /** So large that the backlog would fill the heap. */
  private static final Size LARGE = new Size(256, 192);

  /** So small that reading them costs almost nothing and only the device is overloaded. */
  private static final Size SMALL = new Size(48, 40);

  /** These come first when the device cannot keep up. */
  static final String PREFERRED = "camera-1?";

  /** Two frames per second of this camera are wanted. */
  static final String SLOWED = "camera-3";

  private static final Duration PER_BATCH = Duration.ofMillis(160);
  private static final int SUSTAINABLE =
      (int) (1000 * OverloadChild.BATCH / PER_BATCH.toMillis()); // frames per second

  /** The allowance beyond the maximum age of a frame: the batch itself, on a busy machine. */
  private static final Duration ON_THE_DEVICE = Duration.ofSeconds(3);

  private OverloadRun() {}

  /**
   * Under {@link Freshness#ALL}, frames that cannot be computed wait on their topic without memory
   * growing; when the device is fast again, every frame is detected, in order.
   */
  static String detectsEverythingLater(SharedBroker kafka, Duration overload)
      throws IOException, InterruptedException {
    Scenario scenario = scenario(kafka, "all", Guarantee.AT_LEAST_ONCE);
    try (OutcomeLedger ledger = OutcomeLedger.start(scenario);
        OverloadChild child = OverloadChild.start(scenario, "all", PER_BATCH);
        CameraLoad load = cameras(scenario, LARGE)) {
      List<Long> resident = new ArrayList<>();
      watch(child, overload, resident);
      load.close();
      long lag = load.sent() - ledger.outcomes();
      assertThat(lag)
          .as("frames behind; otherwise it was no overload")
          .isGreaterThan(load.sent() / 3);
      child.deviceTakes(Duration.ofMillis(1));
      awaitOutcomes(ledger, load, child, resident);

      assertMemory(child, resident);
      assertThat(ledger.detected() - ledger.balance(load).doubled()).isEqualTo(load.sent());
      assertThat(ledger.balance(load).outOfOrder()).isZero();
      return "all: %d frames sent, %d behind, %s"
          .formatted(load.sent(), lag, memory(child, resident));
    }
  }

  /**
   * Under {@link Freshness#LATEST}, detected frames are never older than wanted, no camera starves,
   * preferred ones come first, and every frame that is not detected is skipped for a reason.
   */
  static String staysFresh(SharedBroker kafka, Duration overload)
      throws IOException, InterruptedException {
    Scenario scenario = scenario(kafka, "latest", Guarantee.EXACTLY_ONCE);
    try (OutcomeLedger ledger = OutcomeLedger.start(scenario);
        OverloadChild child = OverloadChild.start(scenario, "latest", PER_BATCH);
        CameraLoad load = cameras(scenario, SMALL)) {
      List<Long> resident = new ArrayList<>();
      watch(child, overload, resident);
      load.close();
      awaitOutcomes(ledger, load, child, resident);

      assertMemory(child, resident);
      assertThat(ledger.detected() + ledger.skipped()).isEqualTo(load.sent());
      assertThat(ledger.balance(load).doubled()).isZero();
      assertThat(ledger.balance(load).outOfOrder()).isZero();
      assertThat(ledger.oldest()).isLessThan(MAX_AGE.plus(ON_THE_DEVICE));
      assertThat(ledger.skipped())
          .as("otherwise it was no overload")
          .isGreaterThan(load.sent() / 3);
      double preferred = ledger.detectedShare(camera -> camera >= 10);
      double others = ledger.detectedShare(camera -> camera < 10 && camera != 3);
      assertThat(preferred).isGreaterThan(others);
      for (int camera = 0; camera < CameraLoad.CAMERAS; camera++) {
        assertThat(ledger.detected(camera)).as("camera-%d starves", camera).isPositive();
      }
      return "latest: %d frames sent, %d detected, %s, oldest %d ms, detected of preferred cameras %.0f %%, of others %.0f %%, %s"
          .formatted(
              load.sent(),
              ledger.detected(),
              ledger.skips(),
              ledger.oldest().toMillis(),
              100 * preferred,
              100 * others,
              memory(child, resident));
    }
  }

  private static void watch(OverloadChild child, Duration time, List<Long> resident)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      assertThat(child.isAlive()).as("out of memory?").isTrue();
      resident.add(child.residentMiB());
      Thread.sleep(200);
    }
  }

  private static void awaitOutcomes(
      OutcomeLedger ledger, CameraLoad load, OverloadChild child, List<Long> resident) {
    await("an outcome for every frame")
        .atMost(10, TimeUnit.MINUTES)
        .pollInterval(200, TimeUnit.MILLISECONDS)
        .failFast("out of memory?", () -> !child.isAlive())
        .until(
            () -> {
              resident.add(child.residentMiB());
              return ledger.outcomes() >= load.sent();
            });
  }

  private static void assertMemory(OverloadChild child, List<Long> resident) {
    // Two records and an image may be beyond the budget: see MemoryBudget.
    assertThat(child.mostInFlight())
        .isPositive()
        .isLessThan(OverloadChild.IN_FLIGHT_BYTES + (1 << 20));
    assertThat(resident)
        .allSatisfy(
            mib ->
                assertThat(mib)
                    .as("configured: heap, direct buffers and what the JVM needs")
                    .isLessThan(
                        OverloadChild.HEAP_MIB + OverloadChild.DIRECT_MIB + OverloadChild.JVM_MIB));
    assertThat(grown(resident)).as("MiB grown since the first third").isLessThan(40);
  }

  private static long grown(List<Long> resident) {
    return resident.get(resident.size() - 1) - resident.get(resident.size() / 3);
  }

  private static String memory(OverloadChild child, List<Long> resident) {
    return "in flight at most %d KiB, resident at most %d MiB, grown by %d MiB"
        .formatted(
            child.mostInFlight() >> 10,
            resident.stream().mapToLong(Long::longValue).max().orElse(0),
            grown(resident));
  }

  private static Scenario scenario(SharedBroker kafka, String name, Guarantee guarantee) {
    String id = "overload-" + name + "-" + guarantee.name().toLowerCase(Locale.ROOT);
    Scenario scenario =
        new Scenario(kafka.bootstrapServers(), kafka.unique(id), guarantee, "classic");
    scenario.createTopics(kafka);
    return scenario;
  }

  /** The images' size under a child's kind of admission. */
  static Size frameSize(String admission) {
    return admission.equals("all") ? LARGE : SMALL;
  }

  private static CameraLoad cameras(Scenario scenario, Size size) {
    return new CameraLoad(
            scenario,
            3 * SUSTAINABLE,
            (camera, sequence) -> {
              ByteBuffer pixels = ByteBuffer.allocate((int) (3 * size.area()));
              pixels.putInt(camera).putLong(sequence);
              return PixelFrames.frame(
                  camera, sequence, new Raw(PixelFormat.RGB8, size, pixels.array()));
            })
        .start();
  }
}
