package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.event.SourceOffset;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.pipeline.admission.CameraLane.Work;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class InFlightWindowTest {

  private static final FrameOutcome OUTCOME = new Failed(new RecordFailure.NoValue("frame event"));

  private final List<CompletableFuture<FrameOutcome>> outcomes = new ArrayList<>();
  private final List<Long> forwarded = new ArrayList<>();
  private final MemoryBudget memory = new MemoryBudget(1_000);

  /** Waiting for the frame with this offset finishes it; all frames waited for are recorded. */
  private final List<Long> waitedFor = new ArrayList<>();

  private boolean stalled;
  private boolean forwardFails;

  private final InFlightWindow window =
      new InFlightWindow(
          new InFlightLimit(4, Duration.ofSeconds(1)),
          memory,
          new CompletingWaiter(),
          this::forward,
          () -> 0);

  private void forward(InputRecord input, FrameOutcome outcome) {
    if (forwardFails) {
      throw new IllegalStateException("the sink refuses");
    }
    forwarded.add(input.source().offset());
  }

  @Test
  void results_areForwardedFromTheHeadOnlyWhateverIsFinishedFirst() {
    add(2);
    outcomes.get(1).complete(OUTCOME);
    window.forwardFinished();
    assertThat(forwarded).isEmpty();

    outcomes.get(0).complete(OUTCOME);
    window.forwardFinished();
    assertThat(forwarded).containsExactly(0L, 1L);
    assertThat(window.isEmpty()).isTrue();
  }

  @Test
  void fullWindow_waitsForItsHeadBeforeItTakesAFrame() {
    add(2); // the limit starts there, until the device has shown its speed
    assertThat(waitedFor).isEmpty();

    add(1);

    assertThat(waitedFor).containsExactly(0L);
    assertThat(forwarded).containsExactly(0L);
  }

  @Test
  void drain_leavesNothingAndKeepsTheOrder() {
    add(2);
    outcomes.get(1).complete(OUTCOME);

    assertThat(window.drain(Duration.ofSeconds(1))).isEqualTo(2);

    assertThat(forwarded).containsExactly(0L, 1L);
    assertThat(window.isEmpty()).isTrue();
    assertThat(memory.used()).isZero();
  }

  @Test
  void drainThatStalls_keepsTheFramesSoThatNothingCommits() {
    add(2);
    outcomes.get(0).complete(OUTCOME);
    stalled = true;

    assertThatThrownBy(() -> window.drain(Duration.ofSeconds(1)))
        .isInstanceOf(DetectionStalledException.class);

    assertThat(forwarded).containsExactly(0L);
    assertThat(window.isEmpty()).isFalse();
  }

  @Test
  void forwardThatFails_keepsTheFrameInTheWindow() {
    add(1);
    outcomes.get(0).complete(OUTCOME);
    forwardFails = true;
    assertThatThrownBy(window::forwardFinished).hasMessage("the sink refuses");
    assertThat(window.isEmpty()).isFalse();

    forwardFails = false;
    window.forwardFinished();
    assertThat(forwarded).containsExactly(0L);
  }

  @Test
  void abandonedFrames_areCancelledNeverForwardedAndForbidALaterCommit() {
    add(2);
    outcomes.get(0).complete(OUTCOME);

    window.abandonAll();

    assertThat(forwarded).isEmpty();
    assertThat(outcomes.get(1)).isCancelled();
    assertThat(memory.used()).isZero();
    assertThatThrownBy(() -> window.drain(Duration.ofSeconds(1)))
        .hasMessageContaining("must not be committed");

    window.reopen();
    assertThat(window.drain(Duration.ofSeconds(1))).isZero();
  }

  @Test
  void closingAnEmptyWindow_forbidsNothing() {
    window.abandonAll();

    assertThat(window.drain(Duration.ofSeconds(1))).isZero();
  }

  @Test
  void shortMemory_finishesOwnFramesFirstAndLetsTheHeadInAnyway() {
    window.add(input(0), newOutcome(), window.makeRoom(400, Work.MORE));
    window.add(input(1), newOutcome(), window.makeRoom(400, Work.MORE));

    assertThat(forwarded).containsExactly(0L);
    assertThat(memory.used()).isEqualTo(400);

    window.add(input(2), newOutcome(), window.makeRoom(5_000, Work.MORE));
    assertThat(forwarded).containsExactly(0L, 1L);
    assertThat(memory.used()).isEqualTo(5_000);
  }

  @Property(tries = 300)
  void whateverFinishesWhen_eachFrameIsForwardedOnceInOrder(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 59) Integer> finishing) {
    new InFlightWindowTest().finishInOrder(finishing); // a window of its own for every try
  }

  private void finishInOrder(List<Integer> finishing) {
    int count = finishing.size();
    for (int i = 0; i < count; i++) {
      add(1);
      outcomes.get(Math.min(finishing.get(i), i)).complete(OUTCOME);
      if (finishing.get(i) % 3 == 0) {
        window.forwardFinished();
      }
      if (finishing.get(i) % 17 == 0) {
        window.drain(Duration.ofSeconds(1));
      }
    }
    window.drain(Duration.ofSeconds(1));

    assertThat(forwarded).hasSize(count).isSorted().doesNotHaveDuplicates();
    assertThat(memory.used()).isZero();
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      long offset = outcomes.size();
      var reserved = window.makeRoom(1, Work.MORE);
      window.add(input(offset), newOutcome(), reserved);
    }
  }

  private CompletableFuture<FrameOutcome> newOutcome() {
    CompletableFuture<FrameOutcome> outcome = new CompletableFuture<>();
    outcomes.add(outcome);
    return outcome;
  }

  private static InputRecord input(long offset) {
    SourceOffset source = new SourceOffset("frames", 0, offset);
    return new InputRecord(source, null, null, 0, new RecordHeaders());
  }

  private final class CompletingWaiter implements OutcomeWaiter {
    @Override
    public Duration patience() {
      return Duration.ofSeconds(1);
    }

    @Override
    public FrameOutcome await(PendingFrame frame, Duration timeout) {
      if (!frame.isDone()) {
        if (stalled) {
          throw new DetectionStalledException("as the test wishes");
        }
        long offset = frame.input().source().offset();
        waitedFor.add(offset);
        outcomes.get((int) offset).complete(OUTCOME);
      }
      return frame.outcome().join();
    }
  }
}
