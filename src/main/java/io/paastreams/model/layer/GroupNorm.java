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

  /** From this many locations on, the engine normalises with vector instructions in any layout. */
  private static final int MANY_LOCATIONS = 1024;

  /** The number of floats in the vector instructions that PyTorch uses on every CPU. */
  private static final int VECTOR = 8;

  private final int groups;
  private final int channels;
  private final Parameter weight;
  private final Parameter bias;
  private final ScriptFunction normAndRelu;

  public GroupNorm(int groups, int channels) {
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          channels + " channels cannot be divided into " + groups + " groups");
    }
    this.groups = groups;
    this.channels = channels;
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
            NORM,
            script.inBytes() ? rearranged(script, x) : x,
            groups,
            script.weight(weight.getArray()),
            script.weight(bias.getArray()));
    return Relu.write(script, this, normalized);
  }

  /**
   * Puts the channels outermost in memory if there are few locations: with a few channels side by
   * side, the engine normalises one value at a time, which takes five times as long.
   */
  private Value rearranged(NetworkScript.Writer script, Value x) {
    return channels / groups % VECTOR == 0
        ? x
        : script.add(
            "torch.contiguous(%s) if torch.lt(torch.mul(torch.size(%s, 2), torch.size(%s, 3)), %d)"
                + " else %s",
            x, x, x, MANY_LOCATIONS, x);
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }
}
