package io.paastreams.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

final class StreamThreadFailureHandlerTest {

  private final AtomicLong clock = new AtomicLong();
  private final StreamThreadFailureHandler policy = handler(OnFailure.REPLACE_THREAD, 10);

  @Test
  void failuresThatMayPass_replaceTheThread() {
    for (Exception passing :
        List.of(new IllegalStateException("slow"), new RecordTooLargeException("large"))) {
      assertThat(policy.handle(new StreamsException(passing))).isEqualTo(REPLACE_THREAD);
    }
    assertThat(policy.fatal()).isNull();
  }

  @Test
  void failuresThatWillNotPass_stopThePipelineAndAreRemembered() {
    for (Throwable lasting :
        List.of(
            new DeviceLostException(),
            new TopicAuthorizationException("frames"),
            new LinkageError("no library"))) {
      StreamsException failure = new StreamsException(lasting);
      StreamThreadFailureHandler policy = handler(OnFailure.REPLACE_THREAD, 10);
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

    StreamThreadFailureHandler once = handler(OnFailure.REPLACE_THREAD, 0);
    once.handle(new StreamsException("Exception caught in process", new NullPointerException()));
    assertThat(once.reason())
        .isEqualTo(
            ": more threads died within 5 minutes than pipeline.maxReplacements allows, the last one"
                + " of: NullPointerException");
  }

  @Test
  void stop_stopsAtTheFirstFailureOfAnyKind() {
    StreamThreadFailureHandler strict = handler(OnFailure.STOP, 10);
    StreamsException first = new StreamsException("may pass");
    assertThat(strict.handle(first)).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(strict.handle(new StreamsException("another"))).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(strict.fatal()).as("the first reason counts").isSameAs(first);
  }

  @Test
  void replacements_areBoundedAsConfigured() {
    StreamThreadFailureHandler once = handler(OnFailure.REPLACE_THREAD, 1);
    assertThat(once.handle(new StreamsException("once"))).isEqualTo(REPLACE_THREAD);
    assertThat(once.handle(new StreamsException("twice"))).isEqualTo(SHUTDOWN_CLIENT);
  }

  private StreamThreadFailureHandler handler(OnFailure onFailure, int maxReplacements) {
    ApplicationSettings settings =
        new ApplicationSettings(
            "pipeline",
            "app",
            "localhost:9092",
            Guarantee.AT_LEAST_ONCE,
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            onFailure,
            maxReplacements,
            1 << 20,
            Map.of(),
            Map.of());
    return new StreamThreadFailureHandler(settings, List.of(DeviceLostException.class), clock::get);
  }

  private static final class DeviceLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
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
