package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.setting.SettingValues;
import io.paastreams.streams.AwakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DeviceWatchdogTest {

  private final AtomicLong clock = new AtomicLong();
  private final DeviceCalls device = new DeviceCalls(clock::get);
  private final List<String> told = new ArrayList<>();
  private final List<DeviceStuckException> gaveUp = new ArrayList<>();

  @Test
  void quickCalls_areNoNews() throws Exception {
    DeviceWatchdog watchdog = watchdog(Duration.ofSeconds(60));
    for (int i = 0; i < 3; i++) {
      device.over(items -> items, () -> {}).handle(List.of("frame"));
      clock.addAndGet(Duration.ofSeconds(20).toNanos());
      watchdog.look();
    }
    assertThat(told).isEmpty();
    assertThat(watchdog.isStuck()).isFalse();
  }

  @Test
  void aCallThatDoesNotReturn_isReportedOnceAndGivenUpOnce_withItsStack() throws Exception {
    DeviceWatchdog watchdog = watchdog(Duration.ofSeconds(60));
    CountDownLatch end = new CountDownLatch(1);
    Thread hanging = hang(end);
    for (int second = 0; second < 120; second += 10) {
      watchdog.look();
      assertThat(watchdog.isStuck()).as("at %d s", second).isEqualTo(second >= 30);
      assertThat(gaveUp).as("at %d s", second).hasSize(second >= 60 ? 1 : 0);
      clock.addAndGet(Duration.ofSeconds(10).toNanos());
    }
    assertThat(told).containsExactly("stuck for 30 s");
    assertThat(gaveUp.get(0))
        .hasMessageContaining("60000 ms")
        .hasMessageContaining(hanging.getName())
        .hasStackTraceContaining("theDriverThatHangs");

    end.countDown();
    hanging.join();
    watchdog.look();
    assertThat(watchdog.isStuck()).isFalse();
    assertThat(told).containsExactly("stuck for 30 s", "recovered");
  }

  @Test
  void aDeviceInCallDuringAPause_isNotStuck_andOneThatHangsAfterwardsIs() throws Exception {
    AtomicLong system = new AtomicLong();
    AwakeClock clock = new AwakeClock(system::get);
    DeviceCalls device = new DeviceCalls(clock);
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
                        },
                        () -> {})
                    .handle(List.of("frame"));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    call.start();
    await().until(() -> device.current() != null);
    List<Throwable> gaveUp = new ArrayList<>();
    DeviceWatchdog watchdog =
        new DeviceWatchdog(
            device, DeviceLimits.of(SettingValues.DEFAULTS), PipelineListener.NONE, gaveUp::add);

    system.addAndGet(Duration.ofHours(8).toNanos()); // the lid is closed
    watchdog.look();
    clock.tick();
    watchdog.look();
    assertThat(watchdog.isStuck()).isFalse();
    for (int i = 0; i < 29; i++) {
      system.addAndGet(Duration.ofSeconds(1).toNanos());
      clock.tick();
    }
    watchdog.look();
    assertThat(watchdog.isStuck()).isTrue();
    assertThat(gaveUp).isEmpty();

    end.countDown();
    call.join();
  }

  @Test
  void zero_waitsForEver() throws Exception {
    DeviceWatchdog watchdog = watchdog(Duration.ZERO);
    CountDownLatch end = new CountDownLatch(1);
    Thread hanging = hang(end);
    clock.addAndGet(Duration.ofDays(1).toNanos());
    watchdog.look();
    assertThat(watchdog.isStuck()).isTrue();
    assertThat(gaveUp).isEmpty();
    end.countDown();
    hanging.join();
  }

  private Thread hang(CountDownLatch end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                device.over(items -> theDriverThatHangs(end), () -> {}).handle(List.of("frame"));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    await().until(() -> device.current() != null && thread.getState() == Thread.State.WAITING);
    return thread;
  }

  private static List<Object> theDriverThatHangs(CountDownLatch end) throws InterruptedException {
    end.await();
    return List.of();
  }

  private DeviceWatchdog watchdog(Duration stopAfter) {
    return new DeviceWatchdog(
        device,
        new DeviceLimits(Duration.ofSeconds(30), stopAfter),
        new PipelineListener() {
          @Override
          public void deviceStuck(Duration age) {
            told.add("stuck for " + age.toSeconds() + " s");
          }

          @Override
          public void deviceRecovered() {
            told.add("recovered");
          }
        },
        gaveUp::add);
  }
}
