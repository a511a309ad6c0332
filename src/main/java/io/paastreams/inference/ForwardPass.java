package io.paastreams.inference;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.paastreams.geometry.Size;
import io.paastreams.model.Model;
import io.paastreams.model.PaaNetwork;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchDevice;
import io.paastreams.model.torch.TorchRuntime;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A network alone, on an input that is already on the device: the minimum cost of any detector with
 * this network. The network is ours, or a TorchScript module to compare with. For benchmarks.
 *
 * <p>Threading: confined to one thread.
 */
public final class ForwardPass implements AutoCloseable {

  /** TorchScript profiles in the first pass and compiles in the second. */
  private static final int WARM_UP_ROUNDS = 2;

  private final NDManager manager;
  private final Network network;
  private final Runnable closing;
  private final String name;

  /** Computes outputs from images, in the manager of the images. */
  private interface Network {
    NDList outputs(NDArray images);
  }

  private ForwardPass(NDManager manager, Network network, Runnable closing, String name) {
    this.manager = manager;
    this.network = network;
    this.closing = closing;
    this.name = name;
  }

  /**
   * Loads our network as {@link PaaDetector} does.
   *
   * @throws IllegalArgumentException if the device does not exist, or the model has no ranges for
   *     int8
   */
  public static ForwardPass load(Model model, DetectorOptions options) {
    TorchRuntime.useThreads(options.threads());
    Precision precision = PrecisionChoice.resolve(model, options).precision();
    ShardedNetwork network =
        new ShardedNetwork(
            PaaNetwork.loadForInference(
                model.recipe(),
                model.labels().size(),
                model.weights(),
                options.torchDevice().device(),
                precision,
                model.ranges(precision)),
            options.threads());
    return new ForwardPass(
        network.manager(),
        images -> outputs(network, images),
        network::close,
        "the network of " + model.recipe().name());
  }

  private static NDList outputs(ShardedNetwork network, NDArray images) {
    NDList outputs = new NDList();
    network
        .forward(images, 1)
        .forEach(
            level -> {
              outputs.add(level.cls());
              outputs.add(level.reg());
              outputs.add(level.iou());
            });
    return outputs;
  }

  /**
   * Loads a TorchScript module that takes the same input, with the graph optimizer on, so that it
   * runs as fast as the engine can make it.
   *
   * @throws IllegalArgumentException if the file is not a TorchScript module, or the device does
   *     not exist
   */
  public static ForwardPass loadScript(Path file, DetectorOptions options) {
    TorchRuntime.useThreads(options.threads());
    Device device = TorchDevice.of(options.device()).device();
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager(device);
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(manager, file, true, new String[0], new String[0], false);
      return new ForwardPass(
          manager, images -> outputs(module, images), manager::close, file.toString());
    } catch (EngineException e) {
      manager.close();
      throw new IllegalArgumentException(
          "%s is not a TorchScript module for PyTorch %s: %s"
              .formatted(file, TorchRuntime.facts().torchVersion(), firstLine(e)),
          e);
    }
  }

  private static NDList outputs(PtSymbolBlock module, NDArray images) {
    // The setting is per thread, and our network's script functions switch it off.
    JniUtils.setGraphExecutorOptimize(true);
    return IValueUtils.forward(module, new NDList(images), false);
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Puts random images on the device and warms up with them.
   *
   * @param input the padded size
   * @param images in the batch
   * @throws InferenceException if the network cannot compute them
   */
  public Rounds on(Size input, int images) {
    NDManager scope = manager.newSubManager();
    try {
      Rounds rounds = new Rounds(scope, random(scope, input, images), images + " of " + input);
      rounds.seconds(WARM_UP_ROUNDS);
      return rounds;
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private static NDArray random(NDManager scope, Size input, int images) {
    return scope
        .randomNormal(new Shape(images, input.height(), input.width(), 3))
        .transpose(0, 3, 1, 2);
  }

  /** Repeated passes of the same batch. */
  public final class Rounds implements AutoCloseable {

    private final NDManager scope;
    private final NDArray images;
    private final String what;

    private Rounds(NDManager scope, NDArray images, String what) {
      this.scope = scope;
      this.images = images;
      this.what = what;
    }

    /** The seconds that this many passes take. */
    public double seconds(int rounds) {
      return withoutGradients(
          what,
          () -> {
            long start = System.nanoTime();
            for (int round = 0; round < rounds; round++) {
              try (NDList outputs = network.outputs(images)) {
                // Reading one value of the last output waits for a GPU; on a CPU everything is done
                // by now.
                outputs.get(outputs.size() - 1).flatten().get(0).getFloat();
              }
            }
            return (System.nanoTime() - start) / 1e9;
          });
    }

    @Override
    public void close() {
      scope.close();
    }
  }

  /**
   * The largest difference between two networks in any output on one random image.
   *
   * @throws IllegalArgumentException if their outputs differ in number or shape
   */
  public static double largestDifference(ForwardPass one, ForwardPass other, Size input) {
    try (NDManager scope = one.manager.newSubManager()) {
      NDArray images = random(scope, input, 1);
      NDList ours = one.withoutGradients("an image", () -> one.network.outputs(images));
      NDList theirs = other.withoutGradients("an image", () -> other.network.outputs(images));
      if (!Arrays.equals(ours.getShapes(), theirs.getShapes())) {
        throw new IllegalArgumentException(
            "%s is a different network: its outputs are %s, those of %s are %s; each level has class logits,"
                    .formatted(
                        other.name,
                        Arrays.toString(theirs.getShapes()),
                        one.name,
                        Arrays.toString(ours.getShapes()))
                + " box deltas and IoU logits, finest level first");
      }
      double largest = 0;
      for (int i = 0; i < ours.size(); i++) {
        float[] a = ours.get(i).toFloatArray();
        float[] b = theirs.get(i).toFloatArray();
        for (int j = 0; j < a.length; j++) {
          largest = Math.max(largest, Math.abs(a[j] - b[j]));
        }
      }
      return largest;
    }
  }

  /** One computation of the engine. */
  private interface Computation<T> {
    T compute();
  }

  private <T> T withoutGradients(String what, Computation<T> computation) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return computation.compute();
    } catch (EngineException e) {
      throw NativeFailure.translated(e, what + " by " + name);
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  @Override
  public void close() {
    closing.run();
  }
}
