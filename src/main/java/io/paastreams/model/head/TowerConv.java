package io.paastreams.model.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import io.paastreams.model.layer.Conv2d;
import io.paastreams.model.layer.GroupNorm;
import io.paastreams.model.layer.NetworkScript;
import io.paastreams.model.layer.UnaryLayer;
import io.paastreams.model.layer.Value;

/** 3x3 convolution without bias, group normalisation, ReLU. Names: {@code conv}, {@code gn}. */
final class TowerConv extends UnaryLayer {

  private final Conv2d conv;
  private final GroupNorm gn;

  TowerConv(int channels, int groups, Initializer init) {
    conv = child("conv", Conv2d.withoutBias(channels, channels, 3, 1, init));
    gn = child("gn", new GroupNorm(groups, channels));
  }

  @Override
  public NDArray forward(NDArray x) {
    return gn.forward(conv.forward(x));
  }

  @Override
  public Value write(NetworkScript.Writer script, Value x) {
    return gn.write(script, conv.write(script, x));
  }

  @Override
  public Shape outputShape(Shape input) {
    return conv.outputShape(input);
  }
}
