package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.pipeline.DecodeQueue.Place;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DecodeQueueTest {

  private static final long AN_HOUR = Duration.ofHours(1).toNanos();

  private final LinkedBlockingQueue<String> ran = new LinkedBlockingQueue<>();
  private final AtomicInteger emptied = new AtomicInteger();
  private final DecodeQueue queue = new DecodeQueue(1, emptied::incrementAndGet);

  @AfterEach
  void close() {
    queue.shutdownNow();
  }

  private Place place(String name) {
    return queue.place(() -> ran.add(name));
  }

  private static void enter(Place place, long delayNanos) {
    place.enter(() -> {}, delayNanos);
  }

  @Test
  void jobsWithoutADelay_runInTheirOrder() throws Exception {
    enter(place("first"), 0);
    enter(place("second"), 0);

    assertThat(ran.poll(5, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(ran.poll(5, TimeUnit.SECONDS)).isEqualTo("second");
  }

  @Test
  void aDelayedJob_letsOthersPass_andRunsWhenItsTimeHasCome() throws Exception {
    enter(place("delayed"), Duration.ofMillis(300).toNanos());
    enter(place("other"), 0);

    assertThat(ran.poll(5, TimeUnit.SECONDS)).isEqualTo("other");
    assertThat(ran.poll(5, TimeUnit.SECONDS)).isEqualTo("delayed");
  }

  @Test
  void aDelayedJob_runsOnceWhenHurried() throws Exception {
    enter(place("delayed"), AN_HOUR);

    queue.hurry();
    queue.hurry();

    assertThat(ran.poll(5, TimeUnit.SECONDS)).isEqualTo("delayed");
    assertThat(ran.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void aJobThatIsTakenBack_neverRuns_andCountsAsGone() throws Exception {
    Place place = place("replaced");
    enter(place, AN_HOUR);
    assertThat(queue.jobsPerThread()).isEqualTo(1);

    place.withdraw();
    place.withdraw();
    queue.hurry();

    assertThat(queue.jobsPerThread()).isZero();
    assertThat(emptied).hasValue(1);
    assertThat(ran.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void aJobThatIsTakenBackBeforeItWaits_neverRuns() throws Exception {
    Place place = place("replaced");

    place.enter(place::withdraw, 0);

    assertThat(ran.poll(100, TimeUnit.MILLISECONDS)).isNull();
    assertThat(queue.jobsPerThread()).isZero();
  }

  @Test
  void afterShutdown_jobsAreRefusedAndNotCounted() {
    enter(place("waiting"), AN_HOUR);
    queue.shutdownNow();

    assertThatThrownBy(() -> enter(place("late"), 0))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> enter(place("later"), AN_HOUR))
        .isInstanceOf(RejectedExecutionException.class);
    queue.hurry();

    assertThat(queue.jobsPerThread()).isEqualTo(1);
    assertThat(ran).isEmpty();
  }

  @Test
  void aJobThatIsTakenBackWhileTheQueueShutsDown_isCountedOnce() {
    Place place = place("replaced");
    queue.shutdownNow();

    assertThatThrownBy(() -> place.enter(place::withdraw, 0))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(queue.jobsPerThread()).isZero();
  }
}
