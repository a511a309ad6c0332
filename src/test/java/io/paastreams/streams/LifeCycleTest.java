package io.paastreams.streams;

import static io.paastreams.streams.ApplicationState.FAILED;
import static io.paastreams.streams.ApplicationState.REBALANCING;
import static io.paastreams.streams.ApplicationState.RUNNING;
import static io.paastreams.streams.ApplicationState.STARTING;
import static io.paastreams.streams.ApplicationState.STOPPED;
import static io.paastreams.streams.ApplicationState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LifeCycleTest {

  private final List<ApplicationState> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void onlyWhatMayFollow_follows_andIsTold() {
    LifeCycle life = new LifeCycle(told::add);

    assertThat(life.moveTo(RUNNING)).as("before it starts").isFalse();
    assertThat(life.moveTo(STARTING)).isTrue();
    assertThat(life.moveTo(STARTING)).as("the same again").isFalse();
    assertThat(life.moveTo(FAILED)).isTrue();
    assertThat(life.moveTo(RUNNING)).as("after it failed").isFalse();
    assertThat(life.moveTo(STOPPING)).isTrue();
    assertThat(life.moveTo(STOPPED)).isTrue();

    assertThat(told).containsExactly(STARTING, FAILED, STOPPING, STOPPED);
    assertThat(life.state()).isEqualTo(STOPPED);
  }

  @Test
  void aWait_endsWithTheChange_orWithItsTime() throws Exception {
    LifeCycle life = new LifeCycle(told::add);
    life.moveTo(STARTING);
    CompletableFuture<ApplicationState> reached = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                reached.complete(life.awaitWhile(STARTING::equals, () -> Long.MAX_VALUE));
              } catch (InterruptedException e) {
                reached.completeExceptionally(e);
              }
            });
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
    life.moveTo(RUNNING);

    assertThat(reached.get(20, TimeUnit.SECONDS)).isEqualTo(RUNNING);
    long deadline = System.nanoTime() + Duration.ofMillis(20).toNanos();
    assertThat(life.awaitWhile(RUNNING::equals, () -> deadline - System.nanoTime()))
        .as("nothing changed in time")
        .isEqualTo(RUNNING);
  }

  /** Two threads change the state while a slow listener is told of the first change. */
  @Test
  void changesByManyThreads_areToldInOrder_oneAtATime() throws Exception {
    CountDownLatch isTold = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger mostAtOnce = new AtomicInteger();
    LifeCycle life =
        new LifeCycle(
            state -> {
              mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              told.add(state);
              isTold.countDown();
              awaitQuietly(goOn);
              atOnce.decrementAndGet();
            });
    Thread first = new Thread(() -> life.moveTo(STARTING));
    first.start();
    isTold.await();
    for (ApplicationState state : List.of(RUNNING, REBALANCING, RUNNING, STOPPING)) {
      assertThat(life.moveTo(state)).isTrue();
    }
    assertThat(told).as("nobody waits for the listener").containsExactly(STARTING);
    goOn.countDown();
    first.join();

    assertThat(told).containsExactly(STARTING, RUNNING, REBALANCING, RUNNING, STOPPING);
    assertThat(mostAtOnce).hasValue(1);
  }

  @Test
  void aListenerThatClosesTheApplication_doesNotWaitForItself() {
    LifeCycle[] life = new LifeCycle[1];
    life[0] =
        new LifeCycle(
            state -> {
              told.add(state);
              if (state == FAILED) {
                life[0].moveTo(STOPPING);
                life[0].moveTo(STOPPED);
                life[0].awaitTold();
              }
            });
    life[0].moveTo(STARTING);
    life[0].moveTo(FAILED);

    assertThat(told).containsExactly(STARTING, FAILED, STOPPING, STOPPED);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
