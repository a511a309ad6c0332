package io.paastreams.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.event.SourceOffset;
import io.paastreams.pipeline.FrameFailure;
import io.paastreams.text.LogThrottle;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

final class DeadLetterLogTest {

  private static final SourceOffset SOURCE = new SourceOffset("frames.v1", 2, 7);

  private final List<String> warnings = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final DeadLetterLog log = new DeadLetterLog(logger(), now::get);

  @Test
  void aFloodOfOneReason_doesNotHideTheFirstOfAnother() {
    for (int i = 0; i < 500; i++) {
      log.log(SOURCE, "gate 7", new RecordFailure.NoValue("frame event"));
    }
    log.log(SOURCE, "gate 8", new FrameFailure.FrameTooLarge(5, 4));

    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0)).contains("Camera gate 7", SOURCE.toString(), "(no-value)");
    assertThat(warnings.get(1)).contains("Camera gate 8", "(frame-too-large)");
  }

  @Test
  void afterAMinute_theSameReasonIsSaidAgainWithTheNumberBetween() {
    for (int i = 0; i < 500; i++) {
      log.log(SOURCE, "gate 7", new RecordFailure.NoValue("frame event"));
    }
    now.addAndGet(LogThrottle.QUIET.toNanos());
    log.log(SOURCE, "gate 7", new RecordFailure.NoValue("frame event"));

    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(1)).contains("499 more for this reason");
  }

  private Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("warn")) {
                warnings.add(
                    MessageFormatter.arrayFormat((String) arguments[0], (Object[]) arguments[1])
                        .getMessage());
              }
              return null;
            });
  }
}
