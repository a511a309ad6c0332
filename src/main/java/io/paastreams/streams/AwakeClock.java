package io.paastreams.streams;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the time during which this process was awake. While it is stopped (SIGSTOP, a paused
 * virtual machine or container, a sleeping laptop) the system's clock may continue, and a device or
 * a result that was given thirty seconds would seem to have used them up.
 *
 * <p>A thread ticks. Between two ticks this clock advances at most by {@link #LONGEST_STEP}, so
 * even a caller that reads it after a pause, before the next tick, does not see the pause. If it is
 * starved of CPU time it runs late; waits bounded by it then last longer, but nothing is given up
 * wrongly.
 *
 * <p>Threading: safe.
 */
public final class AwakeClock implements LongSupplier, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AwakeClock.class);

  static final Duration LONGEST_STEP = Duration.ofSeconds(2);

  private static final long TICK_MILLIS = 200;

  private final LongSupplier nanoClock;
  private final Thread ticker = new Thread(this::tickUntilClosed, "awake-clock");
  private State state;

  /**
   * The state at the last tick.
   *
   * @param at the time of the tick by the underlying clock
   * @param paused how long the process had been stopped until then
   */
  private record State(long at, long paused, boolean closed) {}

  /** Creates a clock that only ticks when told to. */
  public AwakeClock(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.state = new State(nanoClock.getAsLong(), 0, false);
    ticker.setDaemon(true);
  }

  /** Starts a ticking clock for this process. */
  public static AwakeClock start() {
    AwakeClock clock = new AwakeClock(System::nanoTime);
    clock.ticker.start();
    return clock;
  }

  @Override
  public synchronized long getAsLong() {
    long since = nanoClock.getAsLong() - state.at;
    long step = state.closed ? since : Math.min(since, LONGEST_STEP.toNanos());
    return state.at - state.paused + step;
  }

  /** Records that the process is running. */
  public void tick() {
    long asleep;
    synchronized (this) {
      long now = nanoClock.getAsLong();
      asleep = Math.max(0, now - state.at - LONGEST_STEP.toNanos());
      state = new State(now, state.paused + asleep, state.closed);
    }
    if (asleep > 0) {
      LOG.warn(
          "This process did not run for {} s; this does not count towards any timeout.",
          TimeUnit.NANOSECONDS.toSeconds(asleep) + LONGEST_STEP.toSeconds());
    }
  }

  private void tickUntilClosed() {
    try {
      while (true) {
        Thread.sleep(TICK_MILLIS);
        tick();
      }
    } catch (InterruptedException e) {
      LOG.debug("no further ticks");
    }
  }

  /** Stops the ticks: from now on pauses count as time. */
  @Override
  public void close() {
    ticker.interrupt();
    synchronized (this) {
      long at = nanoClock.getAsLong();
      state = new State(at, at - getAsLong(), true);
    }
  }
}
