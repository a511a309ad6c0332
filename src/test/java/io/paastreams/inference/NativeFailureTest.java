package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.GoldenWeights;
import io.paastreams.model.PaaNetwork;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the engine actually reports when a forward pass fails. */
@Tag("engine")
final class NativeFailureTest {

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  @Test
  void memory_thatTheSystemDoesNotGive_isAMatterOfTheBatchsSize() {
    // More than an address space has; the input itself is one number.
    assertThat(failure(new Shape(4096, 3, 65536, 65536)))
        .isInstanceOf(OutOfDeviceMemoryException.class)
        .hasMessageStartingWith("not enough memory for a batch: ")
        .hasMessageContaining("allocate");
  }

  @Test
  void otherFailures_areReportedInTheEnginesWords_withoutItsStack() {
    assertThat(failure(new Shape(1, 5, 64, 64)))
        .isNotInstanceOf(OutOfDeviceMemoryException.class)
        .hasMessageStartingWith("cannot compute a batch: ")
        .hasMessageContaining("to have 3 channels, but got 5 channels instead")
        .hasMessageNotContainingAny("\n", "Traceback");
  }

  private static InferenceException failure(Shape input) {
    try (PaaNetwork network =
            PaaNetwork.loadForInference(
                GoldenWeights.tinyRecipe(),
                4,
                GoldenWeights.tiny(),
                Device.cpu(),
                Precision.FLOAT32);
        NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      return NativeFailure.translated(
          catchThrowableOfType(
              EngineException.class,
              () -> network.forward(manager.zeros(new Shape(1, 1, 1, 1)).broadcast(input))),
          "a batch");
    }
  }
}
