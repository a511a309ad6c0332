package io.paastreams.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paastreams.inference.PrecisionChoice;
import io.paastreams.model.torch.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link Int8AccuracyTest} on every frame of the clips, with the tolerance that is promised. */
class Int8AccuracyLongIT {

  @TempDir private Path folder;

  @Test
  void int8_findsWhatFloat32Finds_onEveryFrame() throws Exception {
    assumeTrue(PrecisionChoice.byteArithmetic().exact(), "this CPU has no VNNI");
    DetectionQuality float32 = Int8AccuracyTest.quality(Precision.FLOAT32, 1, folder);
    DetectionQuality int8 = Int8AccuracyTest.quality(Precision.INT8, 1, folder);
    System.out.printf("AP50 of float32 and int8 on every frame: %s, %s%n", float32, int8);
    assertThat(float32.frames()).isEqualTo(int8.frames()).isGreaterThan(1000);
    assertThat(int8.ap50()).isCloseTo(float32.ap50(), within(0.003));
  }
}
