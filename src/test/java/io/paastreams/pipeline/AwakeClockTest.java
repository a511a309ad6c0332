package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class AwakeClockTest {

  private final AtomicLong system = new AtomicLong(Duration.ofHours(7).toNanos());
  private final AwakeClock clock = new AwakeClock(system::get);
  private final long start = clock.getAsLong();

  @Test
  void whileItTicks_itIsTheSystemsClock() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofMillis(200));
      clock.tick();
    }
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aPause_isSeenNeitherBeforeTheNextTickNorAfter() {
    pass(Duration.ofMillis(100));
    clock.tick();
    pass(Duration.ofMinutes(10));
    assertThat(elapsed()).isEqualTo(AwakeClock.LONGEST_STEP.plusMillis(100));
    clock.tick();
    assertThat(elapsed()).isEqualTo(AwakeClock.LONGEST_STEP.plusMillis(100));
    pass(Duration.ofSeconds(1));
    assertThat(elapsed()).isEqualTo(AwakeClock.LONGEST_STEP.plusMillis(1100));
  }

  @Test
  void closed_itGoesOn() {
    pass(Duration.ofSeconds(1));
    clock.close();
    pass(Duration.ofSeconds(30));
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(31));
  }

  @Test
  void aDeviceInCallDuringAPause_isNotStuck_andOneThatHangsAfterwardsIs() throws Exception {
    DeviceWatch device = new DeviceWatch(clock);
    CountDownLatch end = new CountDownLatch(1);
    Thread call =
        new Thread(
            () -> {
              try {
                device
                    .over(
                        items -> {
                          end.await();
                          return items;
                        })
                    .handle(List.of("frame"));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    call.start();
    Awaitility.await().until(() -> device.current() != null);
    List<Throwable> gaveUp = new ArrayList<>();
    DeviceWatchdog watchdog =
        new DeviceWatchdog(device, FailureHandling.STANDARD, PipelineListener.NONE, gaveUp::add);

    pass(Duration.ofHours(8)); // the lid is closed
    watchdog.look();
    clock.tick();
    watchdog.look();
    assertThat(watchdog.isStuck()).isFalse();
    for (int i = 0; i < 29; i++) {
      pass(Duration.ofSeconds(1));
      clock.tick();
    }
    watchdog.look();
    assertThat(watchdog.isStuck()).isTrue();
    assertThat(gaveUp).isEmpty();

    end.countDown();
    call.join();
  }

  private void pass(Duration time) {
    system.addAndGet(time.toNanos());
  }

  private Duration elapsed() {
    return Duration.ofNanos(clock.getAsLong() - start);
  }
}
