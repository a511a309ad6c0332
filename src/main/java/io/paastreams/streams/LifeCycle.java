package io.paastreams.streams;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state of an application: it follows {@link ApplicationState}'s transitions, tells a listener
 * about each of them in order, and lets others wait for it.
 *
 * <p>Threading: safe. Any thread may move, ask and wait; the listener is told by one thread at a
 * time and without a lock held.
 */
final class LifeCycle {

  /** How long to wait for a listener. */
  private static final Duration LONGEST_TELLING = Duration.ofSeconds(1);

  private final Consumer<ApplicationState> listener;

  @GuardedBy("this")
  private ApplicationState state = ApplicationState.NEW;

  /** State changes that the listener has not been told about. */
  @GuardedBy("this")
  private final Queue<ApplicationState> untold = new ArrayDeque<>();

  @GuardedBy("this")
  private @Nullable Thread teller;

  /**
   * A new application's.
   *
   * @param listener is told every state change, in order, one at a time; must not throw
   */
  LifeCycle(Consumer<ApplicationState> listener) {
    this.listener = listener;
  }

  synchronized ApplicationState state() {
    return state;
  }

  /** Returns whether the state changed: there may be no transition to the next one. */
  boolean moveTo(ApplicationState next) {
    synchronized (this) {
      if (state == next || !state.leadsTo(next)) {
        return false;
      }
      state = next;
      untold.add(next);
      notifyAll();
    }
    tellChanges();
    return true;
  }

  /**
   * Tells the listener about pending changes, one thread at a time: otherwise changes by two
   * threads in quick succession could be reported in any order. The lock is not held meanwhile,
   * because the listener may need it.
   */
  private void tellChanges() {
    while (true) {
      ApplicationState next;
      synchronized (this) {
        if (teller != null || untold.isEmpty()) {
          return; // the thread that is telling continues until nothing is left
        }
        teller = Thread.currentThread();
        next = untold.remove();
      }
      listener.accept(next);
      synchronized (this) {
        teller = null;
        notifyAll();
      }
    }
  }

  /**
   * Waits until the state is another one.
   *
   * @param waiting the states in which to wait
   * @param nanosLeft how long to wait yet, asked again and again
   * @return the state then, which is still one of them if the time was up
   */
  synchronized ApplicationState awaitWhile(
      Predicate<ApplicationState> waiting, LongSupplier nanosLeft) throws InterruptedException {
    while (waiting.test(state)) {
      long millis = nanosLeft.getAsLong() / 1_000_000;
      if (millis <= 0) {
        break;
      }
      wait(millis);
    }
    return state;
  }

  /**
   * Waits briefly until all changes are told, unless the listener itself is closing the
   * application.
   */
  synchronized void awaitTold() {
    long deadline = System.nanoTime() + LONGEST_TELLING.toNanos();
    try {
      while (teller != null && teller != Thread.currentThread()) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return;
        }
        wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
