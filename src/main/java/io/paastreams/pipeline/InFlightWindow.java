package io.paastreams.pipeline;

import io.paastreams.pipeline.IntakeDecision.Work;
import io.paastreams.pipeline.MemoryBudget.Reservation;
import io.paastreams.streams.CommitHook;
import io.paastreams.streams.InputRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The frames of one stream task that were read but whose results are not yet forwarded: what makes
 * asynchronous detection inside Kafka Streams lose no frame.
 *
 * <h2>The problem</h2>
 *
 * <p>Kafka Streams holds a record for processed when {@code process()} returns, and commits offsets
 * up to there. A detector that computes one frame at a time inside {@code process()} is safe and
 * slow; batching across cameras needs {@code process()} to return before the result is there. Then
 * a commit may cover frames that have no result, and if the process dies, they are lost for good.
 *
 * <h2>Structure</h2>
 *
 * <p>A first-in-first-out queue of (record, promise of an outcome). Results come in any order, on
 * other threads; they are forwarded from the head only, on the stream thread only. So the order of
 * a partition, and with it of each camera, is the order of arrival, whatever batches did to it.
 * Results are forwarded at three moments:
 *
 * <ol>
 *   <li>when a frame comes in: what is finished at the head; and if the window is full or memory is
 *       short, the head is waited for. This is the back-pressure: the stream thread stops polling;
 *   <li>by a wall-clock punctuation while no frames come in;
 *   <li>before a commit: {@link #drain}, called by {@link CommitHook}, waits for all of them.
 * </ol>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>When offsets are computed for a commit, the window is empty: every frame below them has
 *       been forwarded, and was so before the producer was flushed. Under exactly-once the result
 *       is then in the same transaction as the offset; under at-least-once it is acknowledged
 *       before.
 *   <li>A frame leaves the window only after {@code forward} returned. If that throws, the frame is
 *       still there, the commit fails, and it is read again.
 *   <li>{@link #abandonAll} never forwards. It runs in {@code Processor.close}, after the last
 *       commit; a record forwarded there would be a duplicate later. If there was something to
 *       abandon, a later drain throws, so that a commit which came too late could not cover it.
 *   <li>A failed detection is an outcome as any other. If {@code process()} threw it instead, Kafka
 *       would blame the frame in hand, which is not the one that failed.
 * </ul>
 *
 * <h2>Commit protocol</h2>
 *
 * <pre>
 *   StreamTask.prepareCommit
 *     stateMgr.flushCache -> CommitHook.flushCache -> drain: wait, forward, until empty
 *     recordCollector.flush: all results acknowledged
 *     offsets := next record to be read
 *   commit offsets, or the transaction with them
 *   StreamTask.postCommit -> StateStore.commit      (too late: offsets are already out)
 *   StreamTask.suspend    -> Processor.close        (too late)
 * </pre>
 *
 * <p>The same way is taken by the periodic commit, {@code context.commit()}, revocation and a clean
 * close. A dirty close drains too, but its offsets are thrown away. Waiting for results in {@code
 * StateStore.commit} or {@code Processor.close} instead looks right, passes with {@code
 * TopologyTestDriver}, and lost 48 and 75 frames of one run with real brokers. Committing only
 * offsets that are safe, by rewriting what the consumer commits, has no place to stand: Streams
 * offers none, and under exactly-once results beyond the offset would be in the transaction.
 *
 * <h2>Cost</h2>
 *
 * <p>While a task drains, its stream thread reads nothing, and at the end of the drain the device
 * runs out of that task's work. With two stream threads and a device that sleeps, a commit a second
 * was measured as 1 to 4 % of throughput, with one thread, eight frames in flight and a commit
 * every 100 ms as 25 %; on two cores that also compute, one every 2 s as 6 to 14 %. Three things
 * keep it small: {@link InFlightLimit} bounds what is in flight by the device's speed; the batcher
 * is told when the rest of a batch will not come; other threads' frames go on.
 *
 * <h2>Frames that are skipped while they wait</h2>
 *
 * <p>Under {@link Freshness#LATEST} a frame in the window may be skipped because a newer one of its
 * camera came ({@link CameraLane}). Its outcome is there at once, and it waits for its turn as any
 * other: what is skipped never overtakes what is detected. Only unfinished frames count against the
 * limit, as only they are work of the device; the others are bounded by the memory budget.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class InFlightWindow {

  private final Deque<PendingFrame> frames = new ArrayDeque<>();
  private final InFlightLimit limit;
  private final MemoryBudget memory;
  private final OutcomeWaiter waiter;
  private final BiConsumer<InputRecord, FrameOutcome> forward;
  private final LongSupplier nanoClock;

  /** Frames without an outcome; those that have one only wait for their turn. */
  private final AtomicInteger unfinished = new AtomicInteger();

  private boolean abandoned;

  /**
   * An empty window.
   *
   * @param forward forwards a result; a frame whose call returned is finished
   */
  InFlightWindow(
      InFlightLimit limit,
      MemoryBudget memory,
      OutcomeWaiter waiter,
      BiConsumer<InputRecord, FrameOutcome> forward,
      LongSupplier nanoClock) {
    this.limit = limit;
    this.memory = memory;
    this.waiter = waiter;
    this.forward = forward;
    this.nanoClock = nanoClock;
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  /** Whether frames were given up since the window was opened. */
  boolean isAbandoned() {
    return abandoned;
  }

  /** Starts anew after {@link #abandonAll}: the task begins again at its last commit. */
  void reopen() {
    abandoned = false;
  }

  /** Forwards what is finished at the head. */
  void forwardFinished() {
    PendingFrame head = frames.peek();
    while (head != null && head.isDone()) {
      forwardHead(head);
      head = frames.peek();
    }
  }

  /**
   * Makes room for one frame more: waits for the head and forwards it while there is none. A frame
   * that finds the window empty gets its memory in any case.
   *
   * @param bytes that the frame's record keeps
   */
  Reservation makeRoom(long bytes, Work work) {
    forwardFinished();
    while (!frames.isEmpty() && unfinished.get() >= most(work)) {
      forwardHead(frames.element());
    }
    Optional<Reservation> reserved = memory.tryReserveRecord(bytes);
    while (reserved.isEmpty() && !frames.isEmpty()) {
      forwardHead(frames.element());
      reserved = memory.tryReserveRecord(bytes);
    }
    return reserved.orElseGet(() -> memory.reserveRecordAnyway(bytes));
  }

  /**
   * A newer frame in place of another is not held back by the limit. If it were, until frames of
   * other cameras are finished, it would never be there in time to replace one.
   */
  private int most(Work work) {
    return switch (work) {
      case MORE -> limit.current();
      case NEWER -> limit.max();
      case NONE -> Integer.MAX_VALUE;
    };
  }

  /** Takes a frame in; {@code memory} is given back when it leaves. */
  void add(InputRecord input, CompletableFuture<FrameOutcome> outcome, Reservation memory) {
    frames.add(new PendingFrame(input, outcome, memory, unfinished, nanoClock));
  }

  /**
   * Forwards everything, waiting for it. Returns how many frames there were.
   *
   * @throws DetectionStalledException if a result does not come in time
   * @throws IllegalStateException if frames were abandoned: offsets beyond them must not be
   *     committed
   */
  int drain(Duration timeout) {
    if (abandoned) {
      throw new IllegalStateException(
          "frames were abandoned when the processor closed: their offsets must not be committed");
    }
    int drained = frames.size();
    long deadline = nanoClock.getAsLong() + timeout.toNanos();
    for (PendingFrame head = frames.peek(); head != null; head = frames.peek()) {
      forwardHead(head, Duration.ofNanos(deadline - nanoClock.getAsLong()));
    }
    return drained;
  }

  private void forwardHead(PendingFrame head) {
    forwardHead(head, waiter.patience());
  }

  private void forwardHead(PendingFrame head, Duration timeout) {
    FrameOutcome outcome = waiter.await(head, timeout);
    if (outcome instanceof FrameOutcome.Detected) { // others say nothing about the device
      limit.finished(head.windowSize(), head.residenceNanos());
    }
    forward.accept(head.input(), outcome);
    frames.remove();
    head.releaseMemory();
  }

  /** Gives everything up without forwarding it. */
  void abandonAll() {
    abandoned |= !frames.isEmpty();
    frames.forEach(PendingFrame::abandon);
    frames.clear();
  }
}
