package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CameraShareTest {

  /** A producer whose broker acknowledges nothing until the test says so. */
  private static final class StuckPublisher implements FramePublisher {
    private final List<Receipt> open = new CopyOnWriteArrayList<>();

    @Override
    public void publish(Frame frame, Receipt receipt) {
      open.add(receipt);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private final StuckPublisher common = new StuckPublisher();

  @Test
  void aCameraThatGetsNoAnswer_waitsAlone() throws Exception {
    FramePublisher stuck = new CameraShare(common, 250);
    FramePublisher other = new CameraShare(common, 250);
    Thread camera =
        new Thread(
            () -> {
              for (int i = 0; i < 5; i++) {
                stuck.publish(frame(100), failure -> {});
              }
            });
    camera.start();
    await().until(() -> camera.getState() == Thread.State.WAITING);
    assertThat(common.open).hasSize(2);

    other.publish(frame(100), failure -> {});
    assertThat(common.open).hasSize(3);

    common.open.get(0).settled(null);
    await().until(() -> common.open.size() == 4);
    common.open.get(1).settled(new IllegalStateException("lost"));
    await().until(() -> common.open.size() == 5);
    common.open.get(3).settled(null);
    camera.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(camera.isAlive()).isFalse();
  }

  @Test
  void aFrameLargerThanTheShare_goesAlone() {
    FramePublisher share = new CameraShare(common, 50);

    share.publish(frame(100), failure -> {});

    assertThat(common.open).hasSize(1);
  }

  private static Frame frame(int bytes) {
    return new Frame(
        UUID.randomUUID(),
        "gate",
        0,
        Instant.EPOCH,
        Instant.EPOCH,
        new Encoded(Encoding.JPEG, new byte[bytes]));
  }
}
