package io.paastreams.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one camera that wait under {@link Freshness#LATEST}: one for a decode thread, one
 * for the device.
 *
 * <pre>
 *   arrives -> waits for a decode thread -> is prepared -> waits for the device -> is taken
 *              |                            |              |
 *              a newer one arrives          a newer one is ready already, or becomes ready
 *              v                            v              v
 *              superseded                   superseded     superseded
 * </pre>
 *
 * <p>A ready frame gives way only to a newer <em>ready</em> one. If it already did when a newer one
 * arrives, a camera whose frames come faster than they are decoded would never have one when the
 * device is free. The newer one takes over the time that its predecessor has waited, for the same
 * reason. A frame that the device has taken is detected.
 *
 * <p>Threading: safe. The lane's lock is held while the batcher's is taken, never the other way
 * round.
 */
final class CameraLane {

  /** A frame in the lane. */
  interface Job {

    /** Its place in the camera's order: larger is newer. */
    long order();

    /** Skips it; called while it waits for a decode thread, or when it is withdrawn. */
    void supersede();

    /** Takes it out of the device's queue; false if the device has taken it, or it is done. */
    boolean withdraw();

    /** Puts it in the device's queue. */
    void submit(long waitedNanos) throws InterruptedException;
  }

  private final LongSupplier nanoClock;

  @GuardedBy("this")
  private @Nullable Job arrived;

  @GuardedBy("this")
  private @Nullable Job ready;

  @GuardedBy("this")
  private long readySince;

  CameraLane(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A newer frame is here. */
  synchronized void supersedeArrived() {
    if (arrived != null) {
      arrived.supersede();
      arrived = null;
    }
  }

  /** A frame begins to wait for a decode thread. */
  synchronized void arrive(Job job) {
    supersedeArrived();
    arrived = job;
  }

  /** A decode thread has taken the frame. */
  synchronized void begin(Job job) {
    if (arrived == job) {
      arrived = null;
    }
  }

  /** The frame is prepared: lets it wait for the device, in place of its predecessor. */
  synchronized void ready(Job job) throws InterruptedException {
    if (ready != null && ready.order() > job.order()) {
      job.supersede(); // two decode threads worked for this camera
      return;
    }
    long now = nanoClock.getAsLong();
    Job predecessor = ready;
    boolean inherits = predecessor != null && predecessor.withdraw();
    readySince = inherits ? readySince : now;
    ready = job;
    if (predecessor != null && inherits) {
      predecessor.supersede();
    }
    job.submit(now - readySince);
  }
}
