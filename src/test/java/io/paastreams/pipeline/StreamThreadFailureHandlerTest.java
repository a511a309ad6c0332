package io.paastreams.pipeline;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

final class StreamThreadFailureHandlerTest {

  private final AtomicLong clock = new AtomicLong();
  private final StreamThreadFailureHandler policy =
      new StreamThreadFailureHandler(FailureHandling.STANDARD, clock::get);

  @Test
  void failuresThatMayPass_replaceTheThread() {
    for (Exception passing :
        List.of(new DetectionStalledException("slow"), new RecordTooLargeException("large"))) {
      assertThat(policy.handle(new StreamsException(passing))).isEqualTo(REPLACE_THREAD);
    }
    assertThat(policy.fatal()).isNull();
  }

  @Test
  void failuresThatWillNotPass_stopThePipelineAndAreRemembered() {
    for (Throwable lasting :
        List.of(
            new ModelUnusableException(7, new IllegalStateException()),
            new TopicAuthorizationException("frames"),
            new LinkageError("no library"))) {
      StreamsException failure = new StreamsException(lasting);
      StreamThreadFailureHandler policy =
          new StreamThreadFailureHandler(FailureHandling.STANDARD, clock::get);
      assertThat(policy.handle(failure)).isEqualTo(SHUTDOWN_CLIENT);
      assertThat(policy.fatal()).isSameAs(failure);
    }
  }

  @Test
  void theReason_isTheCause_andNotWhatKafkaStreamsWrapsAroundIt() {
    policy.handle(
        new StreamsException(
            "Exception caught in process. taskId=0_1", new TopicAuthorizationException("frames")));
    assertThat(policy.reason())
        .isEqualTo(
            ": frames; the command check names each missing permission with the command that"
                + " grants it");

    StreamThreadFailureHandler once =
        new StreamThreadFailureHandler(handling(OnFailure.REPLACE_THREAD, 0), clock::get);
    once.handle(new StreamsException("Exception caught in process", new NullPointerException()));
    assertThat(once.reason())
        .isEqualTo(
            ": more threads died within 5 minutes than pipeline.maxReplacements allows, the last one"
                + " of: NullPointerException");
  }

  @Test
  void stop_stopsAtTheFirstFailureOfAnyKind() {
    StreamThreadFailureHandler strict =
        new StreamThreadFailureHandler(handling(OnFailure.STOP, 10), clock::get);
    StreamsException first = new StreamsException("may pass");
    assertThat(strict.handle(first)).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(strict.handle(new StreamsException("another"))).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(strict.fatal()).as("the first reason counts").isSameAs(first);
  }

  @Test
  void replacements_areBoundedAsConfigured() {
    StreamThreadFailureHandler once =
        new StreamThreadFailureHandler(handling(OnFailure.REPLACE_THREAD, 1), clock::get);
    assertThat(once.handle(new StreamsException("once"))).isEqualTo(REPLACE_THREAD);
    assertThat(once.handle(new StreamsException("twice"))).isEqualTo(SHUTDOWN_CLIENT);
  }

  private static FailureHandling handling(OnFailure onFailure, int maxReplacements) {
    return new FailureHandling(
        onFailure, maxReplacements, Duration.ofSeconds(30), Duration.ofMinutes(5));
  }

  @Test
  void threadsThatDieTooOften_stopThePipeline() {
    for (int i = 0; i < 10; i++) {
      assertThat(policy.handle(new StreamsException("again"))).isEqualTo(REPLACE_THREAD);
    }
    assertThat(policy.handle(new StreamsException("again"))).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void threadsThatDieNowAndThen_areReplacedForEver() {
    for (int i = 0; i < 100; i++) {
      clock.addAndGet(Duration.ofMinutes(1).toNanos());
      assertThat(policy.handle(new StreamsException("again"))).isEqualTo(REPLACE_THREAD);
    }
  }
}
