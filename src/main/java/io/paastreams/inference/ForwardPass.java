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
 * A network alone, on an input that lies on the device already: what any detector of this network
 * has to pay at least. Ours, or a TorchScript module to compare it with. For benchmarks.
 *
 * <p>Threading: one thread.
 */
public final class ForwardPass implements AutoCloseable {

  /** TorchScript is profiled in the first pass and compiled in the second. */
  private static final int WARM_UP_ROUNDS = 2;

  private final NDManager manager;
  private final Network network;
  private final Runnable closing;
  private final String name;

  /** From pictures to outputs, in the manager of the pictures. */
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
   * Loads our network as {@link PaaDetector} does, but for a single picture it has all cores.
   *
   * @throws IllegalArgumentException if the device is not there, or the model has no ranges for
   *     int8
   */
  public static ForwardPass load(Model model, DetectorOptions options) {
    TorchRuntime.useThreads(options.threads());
    Precision precision = PrecisionChoice.resolve(model, options).precision();
    // Nothing runs beside it: a single picture gets all cores too, however little that helps.
    int threads = TorchRuntime.threads(options.threads(), 1);
    ShardedNetwork network =
        new ShardedNetwork(
            PaaNetwork.loadForInference(
                model.recipe(),
                model.labels().size(),
                model.weights(),
                options.torchDevice().device(),
                precision,
                model.ranges(precision)),
            threads);
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
   * Loads a TorchScript module that takes the same input, with the graph optimizer on: as fast as
   * the engine makes it.
   *
   * @throws IllegalArgumentException if it is none, or the device is not there
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
          "%s is no TorchScript module for PyTorch %s: %s"
              .formatted(file, TorchRuntime.facts().torchVersion(), firstLine(e)),
          e);
    }
  }

  private static NDList outputs(PtSymbolBlock module, NDArray images) {
    // The setting is the thread's own, and our network's script functions switch it off.
    JniUtils.setGraphExecutorOptimize(true);
    return IValueUtils.forward(module, new NDList(images), false);
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Puts random pictures on the device and warms up for them.
   *
   * @param input padded size
   * @param pictures in the batch
   * @throws InferenceException if the network cannot compute them
   */
  public Rounds on(Size input, int pictures) {
    NDManager scope = manager.newSubManager();
    try {
      Rounds rounds = new Rounds(scope, random(scope, input, pictures), pictures + " of " + input);
      rounds.seconds(WARM_UP_ROUNDS);
      return rounds;
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private static NDArray random(NDManager scope, Size input, int pictures) {
    return scope
        .randomNormal(new Shape(pictures, input.height(), input.width(), 3))
        .transpose(0, 3, 1, 2);
  }

  /** The same batch, again and again. */
  public final class Rounds implements AutoCloseable {

    private final NDManager scope;
    private final NDArray images;
    private final String what;

    private Rounds(NDManager scope, NDArray images, String what) {
      this.scope = scope;
      this.images = images;
      this.what = what;
    }

    /** Seconds that so many passes take. */
    public double seconds(int rounds) {
      return withoutGradients(
          what,
          () -> {
            long start = System.nanoTime();
            for (int round = 0; round < rounds; round++) {
              try (NDList outputs = network.outputs(images)) {
                // Reading one value of the last output waits for a GPU; on a CPU all is done.
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
   * By how much two networks differ at most, in any output, on one random picture.
   *
   * @throws IllegalArgumentException if their outputs differ in number or shape
   */
  public static double largestDifference(ForwardPass one, ForwardPass other, Size input) {
    try (NDManager scope = one.manager.newSubManager()) {
      NDArray images = random(scope, input, 1);
      NDList ours = one.withoutGradients("a picture", () -> one.network.outputs(images));
      NDList theirs = other.withoutGradients("a picture", () -> other.network.outputs(images));
      if (!Arrays.equals(ours.getShapes(), theirs.getShapes())) {
        throw new IllegalArgumentException(
            "%s is another network: its outputs are %s, those of %s %s; each level has class logits,"
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
