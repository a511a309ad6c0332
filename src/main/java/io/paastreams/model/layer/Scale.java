package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/** Multiplies by one learned number: parameter {@code scale}, a scalar that starts at 1. */
public final class Scale extends UnaryLayer {

  private final Parameter scale =
      addParameter(
          Parameter.builder()
              .setName("scale")
              .setType(Parameter.Type.OTHER)
              .optShape(new Shape())
              .optInitializer(Initializer.ONES)
              .build());

  @Override
  public NDArray forward(NDArray x) {
    return x.mul(scale.getArray());
  }

  @Override
  public Value write(NetworkScript.Writer script, Value x) {
    return script.add("torch.mul(%s, %s)", x, script.weight(scale.getArray()));
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }
}
