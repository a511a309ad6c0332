package io.paastreams.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The model that processes frames, which can be exchanged while frames are in flight.
 *
 * <p>A frame takes a lease on the model when it is prepared, and gives it back when it has its
 * outcome: it is scaled for one model, waits in batches of that model's frames only, is processed
 * by it, and names it in its record, also when a failed batch is repeated in halves. So an exchange
 * needs no pause: later frames lease the new model, and the old one may be closed when its last
 * lease has ended.
 *
 * <p>Threading: safe.
 */
public final class ModelSlot {

  @GuardedBy("this")
  private Generation current;

  /** A slot with its first model, which remains owned by the caller. */
  public ModelSlot(Detector detector, Preprocessor preprocessor) {
    current = new Generation(0, detector, preprocessor);
  }

  /** A model while it is in the slot or in use. */
  static final class Generation {
    private final int number;
    private final Detector detector;
    private final Preprocessor preprocessor;
    private final CompletableFuture<Void> unused = new CompletableFuture<>();

    @GuardedBy("this")
    private int leases;

    @GuardedBy("this")
    private boolean retired;

    private Generation(int number, Detector detector, Preprocessor preprocessor) {
      this.number = number;
      this.detector = detector;
      this.preprocessor = preprocessor;
    }

    /** The number of models that were in the slot before. */
    int number() {
      return number;
    }

    Detector detector() {
      return detector;
    }

    Preprocessor preprocessor() {
      return preprocessor;
    }

    private synchronized void taken() {
      leases++;
    }

    private synchronized void givenBack() {
      leases--;
      completeIfUnused();
    }

    private synchronized void retire() {
      retired = true;
      completeIfUnused();
    }

    @GuardedBy("this")
    private void completeIfUnused() {
      if (retired && leases == 0) {
        boolean unusedNow = unused.complete(null);
        assert unusedNow;
      }
    }
  }

  /** A frame's hold on the model that processes it; ending it twice is harmless. */
  static final class Lease {
    private final Generation generation;
    private final AtomicBoolean held = new AtomicBoolean(true);

    private Lease(Generation generation) {
      this.generation = generation;
    }

    Generation generation() {
      return generation;
    }

    void end() {
      if (held.getAndSet(false)) {
        generation.givenBack();
      }
    }
  }

  /** Holds the current model for a frame. */
  synchronized Lease lease() {
    current.taken();
    return new Lease(current);
  }

  /**
   * Puts another model into the slot: frames that are prepared from now on are processed by it.
   *
   * @param detector takes at least as many batches at a time as the first one
   * @return completes when nothing uses the old model any more
   * @throws IllegalArgumentException if the detector takes fewer batches at a time
   */
  public CompletableFuture<Void> exchange(Detector detector, Preprocessor preprocessor) {
    Generation old;
    synchronized (this) {
      old = current;
      if (detector.concurrency() < old.detector.concurrency()) {
        throw new IllegalArgumentException(
            "the new model takes %d batches at a time, and %d are needed"
                .formatted(detector.concurrency(), old.detector.concurrency()));
      }
      current = new Generation(old.number + 1, detector, preprocessor);
    }
    old.retire();
    return old.unused;
  }

  /** The current model. */
  synchronized Generation current() {
    return current;
  }

  /** The model for frames that arrive now. */
  public ModelIdentity model() {
    return current().detector().model();
  }
}
