package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IngestConfigTest {

  @Test
  void allFaults_areReportedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new IngestConfig(
                    " ",
                    -1.0,
                    false,
                    Pace.REAL_TIME,
                    Payload.JPEG,
                    101,
                    Duration.ZERO,
                    Backoff.upTo(Duration.ofSeconds(30)),
                    SourceOptions.standard(),
                    false))
        .withMessageContainingAll(
            "camera id: must not be blank",
            "ingest.fps = -1:",
            "ingest.jpegQuality = 101: must be a whole number in 1..100",
            "ingest.patience = 0s:");
  }

  @Test
  void waits_doubleUpToTheLongest() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));

    assertThat(backoff.wait(1)).hasSeconds(1);
    assertThat(backoff.wait(2)).hasSeconds(2);
    assertThat(backoff.wait(3)).hasSeconds(4);
    assertThat(backoff.wait(4)).hasSeconds(5);
    assertThat(backoff.wait(1000)).hasSeconds(5);
  }
}
