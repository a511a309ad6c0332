package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
final class RepeatedLinesTest {

  private static final String NETWORK = "org.apache.kafka.clients.NetworkClient";

  private final AtomicLong clock = new AtomicLong(1);
  private final List<String> told = new ArrayList<>();
  private final RepeatedLines lines = new RepeatedLines(clock::get, told::add);

  @Test
  void anOutageOfAQuarterOfAnHour_isAPageOfLines() {
    int shown = 0;
    for (int second = 0; second < 900; second++) {
      for (int client = 0; client < 12; client++) {
        shown += shows(NETWORK, refused(client)) ? 1 : 0;
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(shown).isEqualTo(1);
    assertThat(told).hasSizeLessThanOrEqualTo(17);
    assertThat(told.get(0)).startsWith("Connections to Kafka fail.");
    assertThat(told.get(1))
        .startsWith("719 more lines")
        .contains("connections have been failing for 60 s")
        .contains("could not be established");

    for (int second = 0; second < 30; second++) {
      pass(Duration.ofSeconds(1));
    }
    assertThat(told).filteredOn(line -> line.startsWith("Kafka answers again")).hasSize(1);
    assertThat(told).anyMatch(line -> line.contains("connections failed for 14 min 59 s"));
    assertThat(told).filteredOn(line -> line.startsWith("Connections to")).hasSize(1);
  }

  @Test
  void theFirstOfEachMessage_isAlwaysShown_andWhatIsNotKafkasIsNeverTouched() {
    assertThat(shows(NETWORK, refused(1))).isTrue();
    assertThat(shows(NETWORK, refused(2))).isFalse();
    assertThat(shows(NETWORK, "[Consumer clientId=a-1] Error connecting to node b:1 (id: 1)"))
        .isTrue();
    assertThat(shows("org.apache.kafka.clients.Metadata", refused(1))).isTrue();
    for (int i = 0; i < 3; i++) {
      assertThat(shows("io.paastreams.streams.StreamThreadFailureHandler", refused(1))).isTrue();
    }
  }

  @Test
  void theSameMessageWithAnotherException_isAnother() {
    assertThat(shows(NETWORK, "failed", new IllegalStateException("one"))).isTrue();
    assertThat(shows(NETWORK, "failed", new IllegalStateException("other"))).isTrue();
    assertThat(shows(NETWORK, "failed", new IllegalStateException("other"))).isFalse();
  }

  @Test
  void whatWasNotSaidForAWhile_isNewsAgain() {
    assertThat(shows(NETWORK, refused(1))).isTrue();
    for (int minute = 0; minute < 7; minute++) {
      pass(Duration.ofMinutes(1));
    }
    assertThat(shows(NETWORK, refused(1))).isTrue();
  }

  @Test
  void oneBrokenConnection_isNoOutage() {
    assertThat(shows(NETWORK, refused(1))).isTrue();
    for (int second = 0; second < 200; second++) {
      pass(Duration.ofSeconds(1));
    }
    assertThat(told).isEmpty();
  }

  @Test
  void memory_isBounded_andNothingNewIsSwallowed() {
    for (int i = 0; i < 5_000; i++) {
      String word = Integer.toString(i, 36).replaceAll("[0-9]", "x") + "y".repeat(i % 700);
      boolean unused = shows(NETWORK, word);
    }
    assertThat(shows(NETWORK, "something new")).isTrue();
  }

  private static String refused(int client) {
    return "[Producer clientId=paa-%d-StreamThread-%d] Connection to node %d (localhost/127.0.0.1:909%d) could not be established. Node may not be available."
        .formatted(client, client, client, client % 3);
  }

  private boolean shows(String logger, String message) {
    return lines.filter(event(logger, message).build()) != Result.DENY;
  }

  private boolean shows(String logger, String message, Throwable thrown) {
    LogEvent event = event(logger, message).setThrown(thrown).build();
    return lines.filter(event) != Result.DENY;
  }

  private static Log4jLogEvent.Builder event(String logger, String message) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName(logger)
        .setLevel(Level.WARN)
        .setMessage(new SimpleMessage(message));
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
    lines.tick();
  }
}
