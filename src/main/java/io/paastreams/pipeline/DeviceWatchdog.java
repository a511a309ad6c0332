package io.paastreams.pipeline;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the alarm when the device does not return. A hanging driver or a lost GPU blocks its
 * thread inside native code for ever; nothing is thrown, and to Kafka everything looks fine until
 * results are missing.
 *
 * <p>Threading: checks on a thread of its own between {@link #start} and {@link #close}; {@link
 * #isStuck} may be called by any thread.
 */
final class DeviceWatchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceWatchdog.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final DeviceCalls device;
  private final DeviceLimits limits;
  private final PipelineListener listener;
  private final Consumer<DeviceStuckException> giveUp;
  private final Thread thread = new Thread(this::lookUntilClosed, "watchdog");

  private DeviceCalls.@Nullable Call reported;
  private boolean gaveUp;
  private volatile boolean stuck;

  /**
   * Creates a watchdog that does not check yet.
   *
   * @param giveUp called once, when the device has been stuck for too long
   */
  DeviceWatchdog(
      DeviceCalls device,
      DeviceLimits limits,
      PipelineListener listener,
      Consumer<DeviceStuckException> giveUp) {
    this.device = device;
    this.limits = limits;
    this.listener = listener;
    this.giveUp = giveUp;
    thread.setDaemon(true);
  }

  DeviceWatchdog start() {
    thread.start();
    return this;
  }

  /** Whether a call takes longer than allowed. */
  boolean isStuck() {
    return stuck;
  }

  private void lookUntilClosed() {
    Duration quarter = limits.stuckAfter().dividedBy(4);
    Duration pause = quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
    try {
      while (true) {
        Thread.sleep(Math.max(1, pause.toMillis()));
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("The watchdog ends.");
    }
  }

  /** Checks once. */
  void look() {
    DeviceCalls.Call call = device.current();
    if (reported != null && call != reported) {
      LOG.info("The device has returned.");
      reported = null;
      stuck = false;
      listener.deviceRecovered();
    }
    if (call == null) {
      return;
    }
    Duration age = call.age();
    if (reported == null && age.compareTo(limits.stuckAfter()) >= 0) {
      reported = call;
      stuck = true;
      LOG.error(
          "The device is stuck; this is its current stack.",
          new DeviceStuckException(age, call.threadName(), call.stack()));
      listener.deviceStuck(age);
    }
    if (!gaveUp && !limits.stopAfter().isZero() && age.compareTo(limits.stopAfter()) >= 0) {
      gaveUp = true;
      giveUp.accept(new DeviceStuckException(age, call.threadName(), call.stack()));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
