package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.Initializer;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation over (N, H, W) with eps 1e-5.
 *
 * <p>Parameters: {@code weight}, {@code bias}, {@code running_mean}, {@code running_var}, each (C).
 * It uses its stored statistics, even in training, as the reference does, unless {@link
 * #useBatchStatistics} was called. In {@link Form#FOLDED} it has no parameters and does nothing.
 */
public final class BatchNorm extends UnaryLayer {

  /** The constant added to the variance under the root. */
  public static final float EPSILON = 1e-5f;

  /** The share of the old running statistics that an update keeps. */
  private static final float MOMENTUM = 0.9f;

  private record Affine(Parameter weight, Parameter bias, Parameter mean, Parameter variance) {}

  private final @Nullable Affine affine;
  private boolean batchStatistics;

  /**
   * Creates a normalisation of {@code channels} channels.
   *
   * @param weightInit the initial weight: 1, or 0 to start with a residual branch switched off
   */
  public BatchNorm(Form form, int channels, float weightInit) {
    this.affine = form == Form.FOLDED ? null : addAffine(new Shape(channels), weightInit);
  }

  private Affine addAffine(Shape shape, float weightInit) {
    return new Affine(
        add("weight", Parameter.Type.GAMMA, shape, new ConstantInitializer(weightInit)),
        add("bias", Parameter.Type.BETA, shape, Initializer.ZEROS),
        add("running_mean", Parameter.Type.RUNNING_MEAN, shape, Initializer.ZEROS),
        add("running_var", Parameter.Type.RUNNING_VAR, shape, Initializer.ONES));
  }

  private Parameter add(String name, Parameter.Type type, Shape shape, Initializer init) {
    boolean statistic = type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR;
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optShape(shape)
            .optInitializer(init)
            .optRequiresGrad(!statistic)
            .build());
  }

  /**
   * Whether passes normalise by the batch's own statistics and update the running ones, as training
   * from random weights requires. A frozen layer keeps its statistics in any case.
   */
  public void useBatchStatistics(boolean use) {
    batchStatistics = use;
  }

  @Override
  public NDArray forward(NDArray x) {
    if (affine == null) {
      return x;
    }
    return x.getNDArrayInternal()
        .batchNorm(
            x,
            affine.mean.getArray(),
            affine.variance.getArray(),
            affine.weight.getArray(),
            affine.bias.getArray(),
            -1,
            MOMENTUM,
            EPSILON,
            batchStatistics && affine.weight.requiresGradient())
        .get(0);
  }

  @Override
  public Value write(NetworkScript.Writer script, Value x) {
    if (affine != null) {
      throw new IllegalStateException("for inference, normalisations are part of convolutions");
    }
    return x;
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }
}
