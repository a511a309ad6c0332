package io.paastreams.live;

import io.paastreams.event.RegistryException;
import io.paastreams.event.Topics;

/**
 * Asks the registry every two seconds whether it answers, since schemas that are known already
 * would hide for long that it does not.
 *
 * <p>Threading: a thread of its own from {@link #start} to {@link #close}.
 */
final class RegistryWatch implements AutoCloseable {

  private static final long INTERVAL_MILLIS = 2_000;

  private final Topics topics;
  private final DependencyHealth health;
  private final Stop stop = new Stop();
  private final Thread thread = new Thread(this::run, "live-registry");

  private RegistryWatch(Topics topics, DependencyHealth health) {
    this.topics = topics;
    this.health = health;
    thread.setDaemon(true);
  }

  static RegistryWatch start(Topics topics, DependencyHealth health) {
    RegistryWatch watch = new RegistryWatch(topics, health);
    watch.thread.start();
    return watch;
  }

  private void run() {
    while (!stop.isSet()) {
      try {
        topics.askRegistry();
        health.registryAnswered();
      } catch (RegistryException e) {
        health.registryFailed(String.valueOf(e.getMessage()));
      }
      stop.sleep(INTERVAL_MILLIS);
    }
  }

  @Override
  public void close() {
    stop.set(); // a question may take seconds; its answer is of no use any more
  }
}
