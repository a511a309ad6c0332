package io.paastreams.pipeline;

import io.paastreams.pipeline.MemoryBudget.Reservation;
import io.paastreams.pipeline.admission.CameraLane;
import io.paastreams.pipeline.admission.CameraLane.Work;
import io.paastreams.pipeline.admission.Freshness;
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
 * The frames of one stream task that were read but whose results have not been forwarded yet. This
 * is what makes asynchronous detection inside Kafka Streams lose no frame.
 *
 * <h2>The problem</h2>
 *
 * <p>Kafka Streams considers a record processed when {@code process()} returns, and commits offsets
 * up to there. A detector that computes one frame at a time inside {@code process()} is safe but
 * slow; batching across cameras requires {@code process()} to return before the result exists. A
 * commit may then cover frames that have no result, and if the process dies, they are lost for
 * good.
 *
 * <h2>Structure</h2>
 *
 * <p>The window is a first-in-first-out queue of records with the futures of their outcomes.
 * Results arrive in any order, on other threads; they are forwarded only from the head and only on
 * the stream thread. So the order of a partition, and thus of each camera, remains the order of
 * arrival, whatever batching did to it. Results are forwarded at three moments:
 *
 * <ol>
 *   <li>when a frame arrives: finished frames at the head are forwarded, and if the window is full
 *       or memory is short, the stream thread waits for the head. This is the back-pressure: the
 *       stream thread stops polling;
 *   <li>by a wall-clock punctuation while no frames arrive;
 *   <li>before a commit: {@link #drain}, called by {@link CommitHook}, waits for all of them.
 * </ol>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>When offsets are computed for a commit, the window is empty: every frame below them was
 *       forwarded before the producer was flushed. So under exactly-once the result is in the same
 *       transaction as the offset, and under at-least-once it is acknowledged before the offset is
 *       committed.
 *   <li>A frame leaves the window only after {@code forward} has returned. If that throws, the
 *       frame is still in the window, the commit fails, and the frame is read again.
 *   <li>{@link #abandonAll} never forwards. It runs in {@code Processor.close}, after the last
 *       commit; a record forwarded there would later be a duplicate. If there was something to
 *       abandon, a later drain throws, so that a late commit cannot cover it.
 *   <li>A failed detection is an outcome like any other. If {@code process()} threw it instead,
 *       Kafka would blame the current frame, which is not the one that failed.
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
 * <p>The periodic commit, {@code context.commit()}, revocation and a clean close all take this
 * path. A dirty close also drains, but its offsets are discarded. Waiting for results in {@code
 * StateStore.commit} or {@code Processor.close} instead looks right, passes with {@code
 * TopologyTestDriver}, and lost 48 and 75 frames of one run with real brokers. Committing only safe
 * offsets, by rewriting what the consumer commits, is not possible: Kafka Streams offers no place
 * for it, and under exactly-once results beyond the offset would be in the transaction.
 *
 * <h2>Cost</h2>
 *
 * <p>While a task drains, its stream thread reads nothing, and at the end of the drain the device
 * runs out of that task's work. Measured with two stream threads and a device that sleeps, one
 * commit per second costs 1 to 4 % of throughput; with one thread, eight frames in flight and a
 * commit every 100 ms it is 25 %; on two cores that also compute, one commit every 2 s costs 6 to
 * 14 %. Three things keep this small: {@link InFlightLimit} bounds what is in flight by the
 * device's speed; the batcher is told when the rest of a batch will not arrive; and other threads'
 * frames continue.
 *
 * <h2>Frames that are skipped while they wait</h2>
 *
 * <p>Under {@link Freshness#LATEST} a frame in the window may be skipped because a newer one of its
 * camera arrived ({@link CameraLane}). Its outcome exists at once, and it waits for its turn like
 * any other: a skipped frame never overtakes a detected one. Only unfinished frames count against
 * the limit, because only they are work for the device; the others are bounded by the memory
 * budget.
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

  /** The number of frames without an outcome; the others only wait for their turn. */
  private final AtomicInteger unfinished = new AtomicInteger();

  private boolean abandoned;

  /**
   * Creates an empty window.
   *
   * @param forward forwards a result; when it returns, the frame is finished
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

  /** Starts again after {@link #abandonAll}, when the task resumes at its last commit. */
  void reopen() {
    abandoned = false;
  }

  /** Forwards the finished frames at the head. */
  void forwardFinished() {
    PendingFrame head = frames.peek();
    while (head != null && head.isDone()) {
      forwardHead(head);
      head = frames.peek();
    }
  }

  /**
   * Makes room for one more frame: waits for the head and forwards it while there is none. A frame
   * that finds the window empty gets its memory in any case.
   *
   * @param bytes the bytes that the frame's record keeps
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
   * The maximum number of frames. A newer frame that replaces another is not held back by the
   * limit: if it had to wait until frames of other cameras are finished, it would never be in time
   * to replace one.
   */
  private int most(Work work) {
    return switch (work) {
      case MORE -> limit.current();
      case NEWER -> limit.max();
      case NONE -> Integer.MAX_VALUE;
    };
  }

  /** Adds a frame; {@code memory} is released when it leaves. */
  void add(InputRecord input, CompletableFuture<FrameOutcome> outcome, Reservation memory) {
    frames.add(new PendingFrame(input, outcome, memory, unfinished, nanoClock));
  }

  /**
   * Forwards everything, waiting for results. Returns the number of frames.
   *
   * @throws DetectionStalledException if a result does not arrive in time
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

  /** Gives up everything without forwarding it. */
  void abandonAll() {
    abandoned |= !frames.isEmpty();
    frames.forEach(PendingFrame::abandon);
    frames.clear();
  }
}
