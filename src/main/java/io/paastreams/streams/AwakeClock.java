package io.paastreams.streams;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that this process was awake. While it is stopped (SIGSTOP, a paused virtual machine or
 * container, a laptop that sleeps) the system's clock may go on, and a device or a result that was
 * given thirty seconds would seem to have taken them.
 *
 * <p>A thread ticks. Between two ticks this clock advances by {@link #LONGEST_STEP} at most, so
 * whoever looks first after a pause, before the next tick even, does not see it. Starved of the
 * processor it runs late; what is bounded by it then waits longer, and is not given up wrongly.
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
   * What the last tick knew.
   *
   * @param at when it was, by the underlying clock
   * @param paused how long the process had been stopped until then
   */
  private record State(long at, long paused, boolean closed) {}

  /** One that only ticks when told to. */
  public AwakeClock(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.state = new State(nanoClock.getAsLong(), 0, false);
    ticker.setDaemon(true);
  }

  /** A clock of this process that ticks. */
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

  /** Takes notice that the process runs. */
  public void tick() {
    long asleep;
    synchronized (this) {
      long now = nanoClock.getAsLong();
      asleep = Math.max(0, now - state.at - LONGEST_STEP.toNanos());
      state = new State(now, state.paused + asleep, state.closed);
    }
    if (asleep > 0) {
      LOG.warn(
          "This process did not run for {} s; that time counts against nobody.",
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

  /** From now on pauses count; time goes on. */
  @Override
  public void close() {
    ticker.interrupt();
    synchronized (this) {
      long at = nanoClock.getAsLong();
      state = new State(at, at - getAsLong(), true);
    }
  }
}
