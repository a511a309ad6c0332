package io.paastreams.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.ServiceUnavailableResponse;
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
  private @Nullable Trouble reading;
  private @Nullable Trouble pipeline;
  private boolean heard;
  private final Map<String, Long> unreadable = new TreeMap<>();

  DependencyHealth(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Something that does not answer.
   *
   * @param since milliseconds since the epoch
   */
  record Trouble(long since, String message) {}

  /**
   * The current state.
   *
   * @param broker null if it answers
   * @param registry null if it answers
   * @param pipeline null while an instance of it is in its group, and as long as none was ever seen
   * @param unreadable records that could not be read, by topic
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Report(
      @Nullable Trouble broker,
      @Nullable Trouble registry,
      @Nullable Trouble pipeline,
      Map<String, Long> unreadable) {}

  synchronized void brokerFailed(String message) {
    broker = since(broker, message);
  }

  synchronized void brokerAnswered() {
    broker = null;
    heard = true;
  }

  /** Whether the brokers have answered, and still do. */
  synchronized boolean brokersAnswer() {
    return heard && broker == null;
  }

  synchronized void registryFailed(String message) {
    registry = since(registry, message);
  }

  synchronized void registryAnswered() {
    registry = null;
  }

  /** The registry did not say how to read a record. */
  synchronized void readingFailed(String message) {
    reading = since(reading, message);
  }

  synchronized void readingWorks() {
    reading = null;
  }

  /** Says since when no instance of the pipeline is in its group; null while there is one. */
  synchronized void pipeline(@Nullable Trouble now) {
    pipeline = now;
  }

  /**
   * Refuses what has to be written, at once rather than after the clients' patience.
   *
   * @throws ServiceUnavailableResponse if broker or registry do not answer
   */
  void requireAll() {
    requireBroker();
    Trouble trouble = report().registry();
    if (trouble != null) {
      throw unavailable(
          "the schema registry does not answer: " + trouble.message(),
          "start it; this page notices by itself, then try again");
    }
  }

  /**
   * Refuses what needs the broker only.
   *
   * @throws ServiceUnavailableResponse if it does not answer
   */
  void requireBroker() {
    Trouble trouble = report().broker();
    if (trouble != null) {
      throw unavailable(
          "Kafka does not answer: " + trouble.message(),
          "start the brokers; this page notices by itself, then try again");
    }
  }

  static ServiceUnavailableResponse unavailable(String detail, String remedy) {
    return new ServiceUnavailableResponse(detail, Map.of(Problem.REMEDY, remedy));
  }

  synchronized void unreadable(String topic) {
    unreadable.merge(topic, 1L, Long::sum);
  }

  synchronized Report report() {
    return new Report(
        broker, registry == null ? reading : registry, pipeline, Map.copyOf(unreadable));
  }

  private Trouble since(@Nullable Trouble before, String message) {
    return new Trouble(
        before == null ? clock.millis() : before.since(), Printable.line(message, MOST_MESSAGE));
  }
}
