package io.paastreams.pipeline.faults;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A part of the installation on which actions are performed one after the other, on a thread of its
 * own, so that a fault and its repair are one action and parts break independently.
 *
 * <p>Threading: safe.
 */
abstract class Part implements AutoCloseable {

  /** An action on a part. */
  interface Action {
    void run() throws Exception;
  }

  private final String name;
  private final ThreadPoolExecutor thread;

  Part(String name) {
    this.name = name;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread worker = new Thread(task, name);
              worker.setDaemon(true);
              return worker;
            });
  }

  final String name() {
    return name;
  }

  /** Performs an action after all earlier ones. */
  final void then(Action action) {
    if (thread.isShutdown()) {
      return;
    }
    thread.execute(
        () -> {
          try {
            action.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Exception e) {
            System.err.printf("%s: %s%n", name, e);
          }
        });
  }

  /**
   * Waits until everything requested so far is done.
   *
   * @throws IllegalStateException if that takes unreasonably long
   */
  final void await(Duration patience) {
    try {
      thread.submit(() -> {}).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(name + " does not come to rest within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }

  /** Ends the part and drops its pending actions. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        System.err.println(name + " is still busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  abstract void end();
}
