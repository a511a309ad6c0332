package io.paastreams.pipeline.admission;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The waiting frames of one camera under {@link Freshness#LATEST}: one for a decode thread and one
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
 * <p>A frame waits for a decode thread until the device is about to be free, so most of those that
 * give way were never decoded. A ready frame gives way only to a newer <em>ready</em> one. If it
 * gave way when a newer one arrives, a camera whose frames arrive faster than they are decoded
 * would never have one ready when the device is free. For the same reason, the newer one inherits
 * the waiting time of its predecessor. A frame that the device has taken is detected.
 *
 * <p>Threading: safe. The lane's lock is held while the batcher's is taken, never the reverse.
 */
final class LatestFrameLane implements CameraLane {

  private final LongSupplier nanoClock;

  @GuardedBy("this")
  private @Nullable Job arrived;

  @GuardedBy("this")
  private @Nullable Job ready;

  @GuardedBy("this")
  private long readySince;

  LatestFrameLane(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  @Override
  public Work work() {
    return Work.NEWER;
  }

  @Override
  public synchronized void supersedeArrived() {
    if (arrived != null) {
      arrived.supersede();
      arrived = null;
    }
  }

  @Override
  public synchronized void arrive(Job job) {
    supersedeArrived();
    arrived = job;
  }

  @Override
  public synchronized void begin(Job job) {
    if (arrived == job) {
      arrived = null;
    }
  }

  /** Makes a frame ready instead of its predecessor. */
  @Override
  public synchronized void ready(Job job) throws InterruptedException {
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
