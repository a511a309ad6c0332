package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/**
 * Group normalisation with eps 1e-5, followed by ReLU: the two always occur together here, and one
 * script for both saves a pass over memory.
 *
 * <p>Parameters: {@code weight}, {@code bias}, each (C).
 */
public final class GroupNorm extends UnaryLayer {

  private static final String NORM = "torch.group_norm(%s, %d, %s, %s, 1e-05)";

  private final int groups;
  private final Parameter weight;
  private final Parameter bias;
  private final ScriptFunction normAndRelu;

  public GroupNorm(int groups, int channels) {
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          channels + " channels cannot be divided into " + groups + " groups");
    }
    this.groups = groups;
    Shape shape = new Shape(channels);
    this.weight = add("weight", Parameter.Type.GAMMA, shape, Initializer.ONES);
    this.bias = add("bias", Parameter.Type.BETA, shape, Initializer.ZEROS);
    this.normAndRelu =
        ScriptFunction.of("torch.relu_(" + NORM.formatted("x", groups, "y", "z") + ")", 3);
  }

  private Parameter add(String name, Parameter.Type type, Shape shape, Initializer init) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optShape(shape)
            .optInitializer(init)
            .build());
  }

  @Override
  public NDArray forward(NDArray x) {
    return normAndRelu.apply(x, weight.getArray(), bias.getArray());
  }

  @Override
  public Value write(NetworkScript.Writer script, Value x) {
    Value normalized =
        script.add(
            NORM, x, groups, script.weight(weight.getArray()), script.weight(bias.getArray()));
    return Relu.write(script, this, normalized);
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }
}
