package io.paastreams.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.paastreams.text.Printable;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tracks whether the broker and the registry answer. Threading: safe; the readers and the cluster
 * watch write, everybody reads.
 */
final class DependencyHealth {

  private static final int MOST_MESSAGE = 300;

  private final InstantSource clock;
  private @Nullable Trouble broker;
  private @Nullable Trouble registry;
  private boolean heard;
  private final Map<String, Long> unreadable = new TreeMap<>();

  DependencyHealth(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Something that does not answer.
   *
   * @param since milliseconds of the epoch
   */
  record Trouble(long since, String message) {}

  /**
   * The current state.
   *
   * @param broker null if it answers
   * @param registry null if it answers
   * @param unreadable records that could not be read, by topic
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Report(
      @Nullable Trouble broker, @Nullable Trouble registry, Map<String, Long> unreadable) {}

  synchronized void brokerFailed(String message) {
    broker = since(broker, message);
  }

  synchronized void brokerAnswered() {
    broker = null;
    heard = true;
  }

  /** Whether the brokers have answered, and do so still. */
  synchronized boolean brokersAnswer() {
    return heard && broker == null;
  }

  synchronized void registryFailed(String message) {
    registry = since(registry, message);
  }

  synchronized void registryAnswered() {
    registry = null;
  }

  synchronized void unreadable(String topic) {
    unreadable.merge(topic, 1L, Long::sum);
  }

  synchronized Report report() {
    return new Report(broker, registry, Map.copyOf(unreadable));
  }

  private Trouble since(@Nullable Trouble before, String message) {
    return new Trouble(
        before == null ? clock.millis() : before.since(), Printable.line(message, MOST_MESSAGE));
  }
}
