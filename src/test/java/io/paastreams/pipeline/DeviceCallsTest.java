package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.batch.BatchHandler;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeviceCallsTest {

  private final AtomicInteger free = new AtomicInteger();
  private final DeviceCalls device = new DeviceCalls(System::nanoTime);

  private <I, O> BatchHandler<I, O> over(BatchHandler<I, O> handler) {
    return device.over(handler, free::incrementAndGet);
  }

  @Test
  void whoeverWaitsForTheDevice_isToldOnce_whenItIsFree() throws Exception {
    BatchHandler<String, String> staged =
        new BatchHandler<>() {
          @Override
          public List<String> handle(List<String> batch) {
            throw new AssertionError("the batcher passes what to run when the device is free");
          }

          @Override
          public List<String> handle(List<String> batch, Runnable deviceFree) {
            assertThat(free).hasValue(0);
            deviceFree.run();
            assertThat(free).as("while the rest is computed").hasValue(1);
            return batch;
          }
        };

    over(staged).handle(List.of("frame"), () -> {});

    assertThat(free).hasValue(1);
  }

  @Test
  void aCallThatFails_freesTheDeviceToo() {
    BatchHandler<String, String> failing =
        batch -> {
          throw new IllegalStateException("no");
        };

    assertThatThrownBy(() -> over(failing).handle(List.of("frame"), () -> {})).hasMessage("no");

    assertThat(free).hasValue(1);
  }
}
