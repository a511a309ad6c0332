package io.paastreams.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.paastreams.model.StateDict.Tensor;
import io.paastreams.model.backbone.ResNet;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.head.PaaHead;
import io.paastreams.model.layer.ActivationStorage;
import io.paastreams.model.layer.BatchNorm;
import io.paastreams.model.layer.Casts;
import io.paastreams.model.layer.Form;
import io.paastreams.model.layer.Layer;
import io.paastreams.model.layer.NetworkScript;
import io.paastreams.model.layer.Range;
import io.paastreams.model.layer.Value;
import io.paastreams.model.neck.Fpn;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The PAA network: ResNet, feature pyramid, head. It is defined once, for training and for
 * inference.
 *
 * <p>Parameters have the reference's names, for example {@code backbone.layer1.0.conv1.weight},
 * {@code neck.fpn_convs.3.conv.bias}, {@code bbox_head.scales.0.scale}. The network owns their
 * memory until it is closed.
 *
 * <p>Threading: forward passes of an inference network may run in several threads at once. A
 * trainable network is confined to one thread.
 */
public final class PaaNetwork extends Layer implements AutoCloseable {

  private final Form form;
  private final Precision precision;
  private final NDManager manager;
  private final ResNet backbone;
  private final Fpn neck;
  private final PaaHead head;

  /** The script of an inference network; null for a trainable one. */
  private @Nullable NetworkScript script;

  private PaaNetwork(Recipe recipe, int classes, Form form, Precision precision, Device device) {
    TorchRuntime.start();
    this.form = form;
    this.precision = precision;
    backbone = child("backbone", PaaParts.backbone(recipe, form));
    neck = child("neck", PaaParts.neck(recipe, backbone));
    head = child("bbox_head", PaaParts.head(recipe, classes));
    manager = NDManager.newBaseManager(device);
  }

  /**
   * Creates a trainable network with random weights, initialised as in the reference: He for the
   * backbone (the last normalisation of each residual branch at 0), Xavier for the pyramid, a
   * normal distribution with standard deviation 0.01 for the head, and a class bias that makes
   * every class 1 % likely.
   *
   * @param seed the same seed gives the same weights; it becomes the engine's random seed
   */
  public static PaaNetwork random(Recipe recipe, int classes, Device device, int seed) {
    PaaNetwork network = new PaaNetwork(recipe, classes, Form.TRAINABLE, Precision.FLOAT32, device);
    Engine.getInstance().setRandomSeed(seed);
    try (NDManager host = NDManager.newBaseManager(Device.cpu())) {
      // Always on the CPU, whatever the device, because each device has a generator of its own.
      network
          .namedParameters()
          .values()
          .forEach(
              parameter -> {
                var init = parameter.getInitializer();
                parameter.setInitializer(
                    (m, shape, type) -> {
                      NDArray values = init.initialize(host, shape, type).toDevice(device, false);
                      values.attach(m);
                      return values;
                    });
                parameter.initialize(network.manager, DataType.FLOAT32);
              });
    }
    return network;
  }

  /**
   * Creates a trainable network with the given weights.
   *
   * @throws IllegalArgumentException if {@code weights} lacks a tensor, has one too many or one of
   *     a different shape; the message names all of them
   */
  public static PaaNetwork load(Recipe recipe, int classes, StateDict weights, Device device) {
    requireFitting(recipe, classes, weights);
    PaaNetwork network = new PaaNetwork(recipe, classes, Form.TRAINABLE, Precision.FLOAT32, device);
    network.set(weights);
    return network;
  }

  /**
   * Creates a network for inference only: normalisations are folded, and weights are laid out and
   * cast for speed.
   *
   * @throws IllegalArgumentException as {@link #load}
   */
  public static PaaNetwork loadForInference(
      Recipe recipe, int classes, StateDict weights, Device device, Precision precision) {
    return loadForInference(recipe, classes, weights, device, precision, Map.of());
  }

  /**
   * Creates a network for inference in any precision.
   *
   * @param ranges the ranges for {@link Precision#INT8}, by place; other precisions need none
   * @throws IllegalArgumentException as {@link #load}, and if a range is missing
   */
  public static PaaNetwork loadForInference(
      Recipe recipe,
      int classes,
      StateDict weights,
      Device device,
      Precision precision,
      Map<String, Range> ranges) {
    PaaNetwork network = folded(recipe, classes, weights, device, precision);
    try {
      network.script =
          network.write(
              precision == Precision.INT8
                  ? new ActivationStorage.AsBytes(ranges)
                  : ActivationStorage.AS_IS);
    } catch (IllegalArgumentException e) {
      network.close();
      throw e;
    }
    return network;
  }

  /**
   * Creates a network for inference that computes in float32 and collects figures about what {@link
   * Precision#INT8} would round.
   */
  static PaaNetwork loadObserved(
      Recipe recipe, int classes, StateDict weights, ActivationStorage.Observed observed) {
    PaaNetwork network = folded(recipe, classes, weights, Device.cpu(), Precision.FLOAT32);
    network.script = network.writeFigures(observed);
    return network;
  }

  private static PaaNetwork folded(
      Recipe recipe, int classes, StateDict weights, Device device, Precision precision) {
    requireFitting(recipe, classes, weights);
    PaaNetwork network = new PaaNetwork(recipe, classes, Form.FOLDED, precision, device);
    network.set(BatchNormFolding.fold(weights));
    return network;
  }

  private static void requireFitting(Recipe recipe, int classes, StateDict weights) {
    List<String> differences =
        ParameterTable.differences(ParameterTable.of(recipe, classes), weights.shapes());
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "the weights do not fit the recipe:\n  " + String.join("\n  ", differences));
    }
  }

  private void set(StateDict weights) {
    namedParameters()
        .forEach(
            (name, parameter) -> {
              Tensor tensor = weights.tensor(name);
              parameter.setInitializer(
                  (m, shape, type) ->
                      form == Form.FOLDED
                          ? InferenceLayout.create(m, tensor, precision)
                          : m.create(tensor.values(), shape));
              parameter.initialize(manager, DataType.FLOAT32);
            });
  }

  /**
   * Runs the network. A trainable one keeps everything for the backward pass.
   *
   * @param images normalised images (N, 3, H, W), float32, on the network's device; not closed
   * @return raw float32 outputs per level, finest first, in the manager of {@code images}
   */
  public List<HeadOutput> forward(NDArray images) {
    if (script == null) {
      return head.forward(neck.forward(backbone.forward(images)));
    }
    NDList outputs = script.apply(images);
    List<HeadOutput> levels = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i += 3) {
      levels.add(new HeadOutput(outputs.get(i), outputs.get(i + 1), outputs.get(i + 2)));
    }
    return levels;
  }

  private NetworkScript write(ActivationStorage storage) {
    NetworkScript.Writer writer = writer(storage);
    NetworkScript written = writer.returning(writeOutputs(writer));
    if (storage.inBytes()) {
      // Kernels were packed, so the originals are no longer read.
      namedParameters().values().stream()
          .filter(parameter -> !written.reads(parameter.getArray()))
          .forEach(Parameter::close);
    }
    return written;
  }

  private NetworkScript writeFigures(ActivationStorage.Observed observed) {
    NetworkScript.Writer writer = writer(observed);
    writeOutputs(writer);
    return writer.returning(observed.figures().values().stream().flatMap(List::stream).toList());
  }

  private NetworkScript.Writer writer(ActivationStorage storage) {
    return new NetworkScript.Writer(
        precision.dataType(), !manager.getDevice().isGpu(), storage, namedLayers());
  }

  private List<Value> writeOutputs(NetworkScript.Writer writer) {
    Value images = Casts.write(writer, precision.dataType(), writer.input());
    return head.write(writer, neck.write(writer, backbone.write(writer, images))).stream()
        .map(output -> Casts.write(writer, DataType.FLOAT32, output))
        .toList();
  }

  /** Makes this network, which computes in float32, round at these places from now on. */
  void round(ActivationStorage storage) {
    script = write(storage);
  }

  /**
   * The figures of an observed network, in the order in which it collects them.
   *
   * @param images as for {@link #forward}
   */
  NDList figures(NDArray images) {
    return Objects.requireNonNull(script, "not an inference network").apply(images);
  }

  /**
   * A copy of all weights and running statistics.
   *
   * @throws IllegalStateException for an inference network, whose weights are folded
   */
  public StateDict stateDict() {
    if (form == Form.FOLDED) {
      throw new IllegalStateException("an inference network cannot return its weights");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    namedParameters()
        .forEach(
            (name, parameter) ->
                tensors.put(
                    name,
                    new Tensor(
                        parameter.getShape().getShape(), parameter.getArray().toFloatArray())));
    return new StateDict(tensors);
  }

  /**
   * Excludes the backbone's stem and first {@code stages} stages (the reference: 1) from training.
   */
  public void freezeBackbone(int stages) {
    backbone.freeze(stages);
  }

  /** See {@link BatchNorm#useBatchStatistics}. */
  public void useBatchStatistics(boolean use) {
    tree()
        .filter(BatchNorm.class::isInstance)
        .forEach(norm -> ((BatchNorm) norm).useBatchStatistics(use));
  }

  ResNet backbone() {
    return backbone;
  }

  Fpn neck() {
    return neck;
  }

  /**
   * The manager that owns the parameters; arrays that live as long as the network may be created in
   * it.
   */
  public NDManager manager() {
    return manager;
  }

  /** The number of learned values, not counting running statistics. */
  public long parameterCount() {
    return namedParameters().values().stream()
        .filter(
            parameter ->
                parameter.getType() != Parameter.Type.RUNNING_MEAN
                    && parameter.getType() != Parameter.Type.RUNNING_VAR)
        .mapToLong(parameter -> parameter.getShape().size())
        .sum();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDList result = new NDList();
    forward(inputs.singletonOrThrow())
        .forEach(output -> result.addAll(List.of(output.cls(), output.reg(), output.iou())));
    return result;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return head.getOutputShapes(neck.getOutputShapes(backbone.getOutputShapes(inputShapes)));
  }

  @Override
  public void close() {
    manager.close();
  }
}
