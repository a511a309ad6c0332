package io.paastreams.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.paastreams.geometry.Size;
import io.paastreams.model.PaaNetwork;
import io.paastreams.model.Recipe;
import io.paastreams.model.StateDict;
import io.paastreams.model.TorchDevice;
import io.paastreams.model.TorchRuntime;
import io.paastreams.model.head.HeadOutput;
import java.util.List;

/**
 * The network alone, on an input that lies on the device already: what any detector of this network
 * has to pay at least. For benchmarks.
 *
 * <p>Threading: one thread.
 */
public final class ForwardPass implements AutoCloseable {

  private final PaaNetwork network;

  private ForwardPass(PaaNetwork network) {
    this.network = network;
  }

  /**
   * Loads the network as {@link PaaDetector} does.
   *
   * @throws IllegalArgumentException if the weights do not fit, or the device is not there
   */
  public static ForwardPass load(
      Recipe recipe, StateDict weights, int classes, DetectorOptions options) {
    TorchRuntime.useThreads(options.threads(), options.parallelBatches());
    return new ForwardPass(
        PaaNetwork.loadForInference(
            recipe,
            classes,
            weights,
            TorchDevice.of(options.device()).device(),
            options.precision()));
  }

  /**
   * Runs the network again and again on random input.
   *
   * @param input padded size
   * @param pictures in the batch
   * @param rounds at least 1
   * @return seconds of all rounds, after two that do not count
   */
  public double seconds(Size input, int pictures, int rounds) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDManager scope = network.manager().newSubManager()) {
      NDArray images =
          scope
              .randomNormal(new Shape(pictures, input.height(), input.width(), 3))
              .transpose(0, 3, 1, 2);
      run(images);
      run(images);
      long start = System.nanoTime();
      for (int round = 0; round < rounds; round++) {
        run(images);
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  private void run(NDArray images) {
    List<HeadOutput> levels = network.forward(images, false);
    // Reading one value of the last level waits for a GPU; on a CPU all is done by now.
    levels.get(levels.size() - 1).iou().flatten().get(0).getFloat();
    levels.forEach(
        level -> {
          level.cls().close();
          level.reg().close();
          level.iou().close();
        });
  }

  @Override
  public void close() {
    network.close();
  }
}
