package io.paastreams.pipeline;

import io.paastreams.devkit.SharedBroker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@link OverloadIT} for {@code paa.overload.minutes} (10) minutes each. The broker keeps up to 700
 * MB per minute on disk.
 */
final class OverloadLongIT {

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  private static final Duration OVERLOAD =
      Duration.ofSeconds(
          (long) (60 * Double.parseDouble(System.getProperty("paa.overload.minutes", "10"))));

  @Test
  void all_memoryStaysBoundedAndEveryFrameIsDetectedLater() throws Exception {
    System.out.println(OverloadRun.detectsEverythingLater(kafka, OVERLOAD));
  }

  @Test
  void latest_whatIsDetectedStaysFreshAndEveryOtherFrameIsSkipped() throws Exception {
    System.out.println(OverloadRun.staysFresh(kafka, OVERLOAD));
  }
}
