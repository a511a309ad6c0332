package io.paastreams.pipeline;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three times the sustainable rate for some seconds; {@link OverloadLongIT} does the same for
 * minutes.
 */
@Timeout(300)
final class OverloadIT {

  private static final Duration OVERLOAD = Duration.ofSeconds(12);

  @Test
  void all_memoryStaysBoundedAndEveryFrameIsDetectedLater() throws Exception {
    try (KafkaEnvironment kafka = KafkaEnvironment.embedded()) {
      System.out.println(OverloadRun.detectsEverythingLater(kafka, OVERLOAD));
    }
  }

  @Test
  void latest_whatIsDetectedStaysFreshAndEveryOtherFrameIsSkipped() throws Exception {
    try (KafkaEnvironment kafka = KafkaEnvironment.embedded()) {
      System.out.println(OverloadRun.staysFresh(kafka, OVERLOAD));
    }
  }
}
