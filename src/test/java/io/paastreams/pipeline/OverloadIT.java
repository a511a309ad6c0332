package io.paastreams.pipeline;

import io.paastreams.devkit.SharedBroker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Three times the sustainable rate for some seconds; {@link OverloadLongIT} does the same for
 * minutes.
 */
@Timeout(300)
final class OverloadIT {

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  private static final Duration OVERLOAD = Duration.ofSeconds(12);

  @Test
  void all_memoryStaysBoundedAndEveryFrameIsDetectedLater() throws Exception {
    System.out.println(OverloadRun.detectsEverythingLater(kafka, OVERLOAD));
  }

  @Test
  void latest_whatIsDetectedStaysFreshAndEveryOtherFrameIsSkipped() throws Exception {
    System.out.println(OverloadRun.staysFresh(kafka, OVERLOAD));
  }
}
