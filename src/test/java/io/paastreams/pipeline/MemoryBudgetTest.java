package io.paastreams.pipeline;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.event.SourceOffset;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.pipeline.MemoryBudget.Reservation;
import io.paastreams.pipeline.admission.CameraLane.Work;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MemoryBudgetTest {

  private final MemoryBudget budget = new MemoryBudget(1_000);

  @Test
  void records_mayTakeHalfAndTheHeadOfAWindowMore() {
    Reservation first = budget.tryReserveRecord(500).orElseThrow();
    assertThat(budget.tryReserveRecord(1)).isEmpty();

    Reservation head = budget.reserveRecordAnyway(700);
    assertThat(budget.used()).isEqualTo(1_200);

    first.release();
    first.release();
    assertThat(budget.used()).isEqualTo(700);
    head.release();
    assertThat(budget.used()).isZero();
  }

  @Test
  void pixelsLargerThanTheBudget_areAdmittedAlone() throws Exception {
    Reservation huge = budget.reservePixels(5_000);
    Future<Reservation> next = reservePixels(1);
    await().during(Duration.ofMillis(50)).until(() -> !next.isDone());

    huge.release();

    next.get(10, SECONDS).release();
    assertThat(budget.used()).isZero();
  }

  @Test
  void pixels_areNeverShutOutByRecords() throws Exception {
    Reservation records = budget.reserveRecordAnyway(5_000);

    Reservation pixels = reservePixels(300).get(10, SECONDS);

    assertThat(budget.used()).isEqualTo(5_300);
    pixels.release();
    records.release();
  }

  @Test
  void largeImage_isNotOvertakenByLaterSmallOnes() throws Exception {
    Reservation running = budget.reservePixels(600);
    Future<Reservation> large = reservePixels(900);
    await().during(Duration.ofMillis(30)).until(() -> !large.isDone());
    Future<Reservation> small = reservePixels(10);
    await().during(Duration.ofMillis(30)).until(() -> !small.isDone());

    running.shrinkTo(50);
    Reservation admitted = large.get(10, SECONDS);
    small.get(10, SECONDS).release();

    admitted.release();
    running.release();
    assertThat(budget.used()).isZero();
  }

  @Test
  void waiterThatIsInterrupted_doesNotBlockThoseBehindIt() throws Exception {
    Reservation running = budget.reservePixels(1_000);
    Thread first =
        new Thread(
            () -> {
              try {
                budget.reservePixels(1_000).release();
              } catch (InterruptedException e) {
                // as intended by the test
              }
            });
    first.start();
    await().until(() -> first.getState() == Thread.State.WAITING);
    Future<Reservation> second = reservePixels(10);
    first.interrupt();
    first.join();

    running.shrinkTo(900);

    second.get(10, SECONDS).release();
    running.release();
    assertThat(budget.used()).isZero();
  }

  /**
   * Two stream threads with three windows each, decode threads and a device, all short of memory:
   * the cycle "records of finished frames fill the budget, while their thread waits for a head that
   * waits for pixels" must not close.
   */
  @Test
  void windowsOfOneThread_neverDeadlockWhateverTheSizes() throws Exception {
    ExecutorService decode = Executors.newFixedThreadPool(3);
    ExecutorService device = Executors.newSingleThreadExecutor();
    ExecutorService streams = Executors.newFixedThreadPool(2);
    AtomicInteger forwarded = new AtomicInteger();
    AtomicLong peak = new AtomicLong();
    try {
      List<Future<?>> threads = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        int seed = t;
        threads.add(streams.submit(() -> runStreamThread(seed, decode, device, forwarded, peak)));
      }
      for (Future<?> thread : threads) {
        thread.get(50, SECONDS);
      }
      assertThat(forwarded).hasValue(2 * 3 * 400);
      assertThat(budget.used()).isZero();
      // One record per window and one image beyond the budget.
      assertThat(peak.get()).isLessThanOrEqualTo(1_000 + 6 * 900 + 1_500);
    } finally {
      decode.shutdownNow();
      device.shutdownNow();
      streams.shutdownNow();
    }
  }

  private void runStreamThread(
      int seed,
      ExecutorService decode,
      ExecutorService device,
      AtomicInteger forwarded,
      AtomicLong peak) {
    SplittableRandom random = new SplittableRandom(seed);
    List<InFlightWindow> windows = new ArrayList<>();
    for (int w = 0; w < 3; w++) {
      windows.add(
          new InFlightWindow(
              new InFlightLimit(16, Duration.ofSeconds(10)),
              budget,
              new BlockingWaiter(),
              (input, outcome) -> forwarded.incrementAndGet(),
              System::nanoTime));
    }
    for (int i = 0; i < 3 * 400; i++) {
      InFlightWindow window = windows.get(i % 3);
      Reservation record = window.makeRoom(1 + random.nextInt(900), Work.MORE);
      peak.accumulateAndGet(budget.used(), Math::max);
      CompletableFuture<FrameOutcome> outcome = new CompletableFuture<>();
      int pixels = 1 + random.nextInt(1_500);
      decode.execute(() -> decodeAndDetect(pixels, device, outcome));
      window.add(
          new InputRecord(new SourceOffset("frames", i % 3, i), null, null, 0, new RecordHeaders()),
          outcome,
          record);
      if (random.nextInt(40) == 0) {
        windows.forEach(each -> each.drain(Duration.ofSeconds(30)));
      }
    }
    windows.forEach(window -> window.drain(Duration.ofSeconds(30)));
  }

  private void decodeAndDetect(
      int pixels, ExecutorService device, CompletableFuture<FrameOutcome> outcome) {
    try {
      Reservation reserved = budget.reservePixels(pixels);
      reserved.shrinkTo(pixels / 3);
      device.execute(
          () -> {
            reserved.release();
            outcome.complete(new Failed(new RecordFailure.NoValue("frame event")));
          });
    } catch (InterruptedException e) {
      outcome.completeExceptionally(e);
    }
  }

  private Future<Reservation> reservePixels(long bytes) {
    CompletableFuture<Reservation> reserved = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                reserved.complete(budget.reservePixels(bytes));
              } catch (InterruptedException e) {
                reserved.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return reserved;
  }

  private static final class BlockingWaiter implements OutcomeWaiter {
    @Override
    public Duration patience() {
      return Duration.ofSeconds(30);
    }

    @Override
    public FrameOutcome await(PendingFrame frame, Duration timeout) {
      try {
        return frame.outcome().get(timeout.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new DetectionStalledException("deadlock", e);
      }
    }
  }
}
