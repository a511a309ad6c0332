package io.paastreams.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@Tag("process")
final class ServerWaitTest {

  private static final List<Finding> SILENT =
      List.of(Finding.silent("broker b:9092", "no Kafka broker answers at b:9092"));

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> log = new ArrayList<>();
  private final ServerWait wait = new ServerWait(Duration.ofSeconds(60), clock::get, log::add);

  @Test
  void whoIsThere_isNotWaitedFor() throws InterruptedException {
    assertThat(wait.until(List::of)).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void aBrokerThatComesInTime_isWaitedFor_withALineNowAndThen() throws InterruptedException {
    assertThat(wait.until(() -> answerAfter(5, Duration.ofSeconds(6)))).isEmpty();
    assertThat(asked).hasValue(5);
    assertThat(log)
        .containsExactly(
            "Waiting for broker b:9092 (6 s of pipeline.startTimeout = 60 s): no Kafka broker"
                + " answers at b:9092",
            "Waiting for broker b:9092 (18 s of pipeline.startTimeout = 60 s): no Kafka broker"
                + " answers at b:9092");
  }

  @Test
  void theStartTimeout_endsIt() throws InterruptedException {
    assertThat(wait.until(() -> answerAfter(1_000, Duration.ofSeconds(20)))).isEqualTo(SILENT);
    assertThat(asked).hasValue(3);
  }

  private List<Finding> answerAfter(int attempts, Duration each) {
    clock.addAndGet(each.toNanos());
    return asked.incrementAndGet() < attempts ? SILENT : List.of();
  }
}
