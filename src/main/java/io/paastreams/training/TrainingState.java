package io.paastreams.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.paastreams.model.PaaNetwork;
import io.paastreams.model.StateDict;
import io.paastreams.model.StateDict.Tensor;
import io.paastreams.training.CheckpointFolder.Checkpoint;
import io.paastreams.training.schedule.AdamW;
import io.paastreams.training.schedule.Optimizer;
import io.paastreams.training.schedule.Sgd;
import io.paastreams.training.schedule.Weight;
import io.paastreams.training.schedule.WeightAverage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that changes in training and is needed to resume exactly: weights and statistics,
 * their moving average, the optimizer.
 *
 * <p>Threading: confined to one thread, with gradient recording off except for the step itself.
 */
final class TrainingState implements AutoCloseable {

  private static final String MODEL = "model.";
  private static final String AVERAGE = "average.";
  private static final String OPTIMIZER = "optimizer.";

  private final PaaNetwork network;
  private final List<Weight> weights;
  private final Optimizer optimizer;
  private final WeightAverage average;

  private TrainingState(
      PaaNetwork network, List<Weight> weights, Optimizer optimizer, WeightAverage average) {
    this.network = network;
    this.weights = weights;
    this.optimizer = optimizer;
    this.average = average;
  }

  static TrainingState start(TrainingPlan plan, Device device) {
    PaaNetwork network = network(plan, device);
    TrainingRecipe training = plan.training();
    network.useBatchStatistics(training.norms().trainable());
    if (training.norms().frozenStages() >= 0) {
      network.freezeBackbone(training.norms().frozenStages());
    }
    List<Weight> weights = new ArrayList<>();
    Map<String, NDArray> all = new LinkedHashMap<>();
    network
        .namedParameters()
        .forEach(
            (name, parameter) -> {
              all.put(name, parameter.getArray());
              if (learns(parameter)) {
                parameter.getArray().setRequiresGradient(true);
                weights.add(new Weight(name, parameter.getArray()));
              }
            });
    TrainingRecipe.OptimizerConfig config = training.optimizer();
    Optimizer optimizer =
        switch (config.kind()) {
          case SGD -> new Sgd(network.manager(), weights, config.momentum(), config.weightDecay());
          case ADAMW -> new AdamW(network.manager(), weights, config.weightDecay());
        };
    return new TrainingState(
        network,
        weights,
        optimizer,
        new WeightAverage(network.manager(), all, training.averageDecay()));
  }

  private static PaaNetwork network(TrainingPlan plan, Device device) {
    int classes = plan.labels().size();
    @Nullable StateDict initial = plan.initial();
    if (initial != null) {
      return PaaNetwork.load(plan.recipe(), classes, initial, device);
    }
    PaaNetwork random = PaaNetwork.random(plan.recipe(), classes, device, plan.seed());
    @Nullable StateDict backbone = plan.backbone();
    if (backbone == null) {
      return random;
    }
    try (random) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(random.stateDict().tensors());
      tensors.putAll(backbone.tensors());
      return PaaNetwork.load(plan.recipe(), classes, new StateDict(tensors), device);
    }
  }

  private static boolean learns(Parameter parameter) {
    return parameter.requiresGradient()
        && parameter.getType() != Parameter.Type.RUNNING_MEAN
        && parameter.getType() != Parameter.Type.RUNNING_VAR;
  }

  PaaNetwork network() {
    return network;
  }

  List<Weight> weights() {
    return weights;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  WeightAverage average() {
    return average;
  }

  /** The averaged weights, which are evaluated and exported. */
  StateDict averaged() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    average.arrays().forEach((name, array) -> tensors.put(name, tensor(array)));
    return new StateDict(tensors);
  }

  Checkpoint checkpoint(int seed, double best) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    arrays().forEach((name, array) -> tensors.put(name, tensor(array)));
    return new Checkpoint(optimizer.steps(), seed, best, new StateDict(tensors));
  }

  /**
   * Restores the state of a checkpoint.
   *
   * @throws IOException if it does not belong to this model and optimizer
   */
  void restore(Checkpoint checkpoint) throws IOException {
    Map<String, Tensor> tensors = checkpoint.tensors().tensors();
    for (Map.Entry<String, NDArray> entry : arrays().entrySet()) {
      @Nullable Tensor tensor = tensors.get(entry.getKey());
      if (tensor == null || tensor.values().length != entry.getValue().size()) {
        throw new IOException(
            "the checkpoint does not fit the recipe and the optimizer: %s is %s; train into another"
                    .formatted(entry.getKey(), tensor == null ? "missing" : "of a different size")
                + " folder");
      }
      entry.getValue().set(tensor.values());
    }
    optimizer.resumeAt(checkpoint.step());
  }

  private Map<String, NDArray> arrays() {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    network
        .namedParameters()
        .forEach((name, parameter) -> arrays.put(MODEL + name, parameter.getArray()));
    average.arrays().forEach((name, array) -> arrays.put(AVERAGE + name, array));
    optimizer.state().forEach((name, array) -> arrays.put(OPTIMIZER + name, array));
    return arrays;
  }

  private static Tensor tensor(NDArray array) {
    return new Tensor(array.getShape().getShape(), array.toFloatArray());
  }

  @Override
  public void close() {
    optimizer.close();
    average.close();
    network.close();
  }
}
