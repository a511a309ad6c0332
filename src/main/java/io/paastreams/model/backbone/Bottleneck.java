package io.paastreams.model.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.layer.BatchNorm;
import io.paastreams.model.layer.Conv2d;
import io.paastreams.model.layer.Form;
import io.paastreams.model.layer.NetworkScript;
import io.paastreams.model.layer.Relu;
import io.paastreams.model.layer.Value;

/** 1x1, 3x3 (which takes the stride), 1x1: the block of ResNet-50 and 101. */
final class Bottleneck extends ResidualBlock {

  static final int EXPANSION = 4;

  private final Conv2d conv1;
  private final BatchNorm bn1;
  private final Conv2d conv2;
  private final BatchNorm bn2;
  private final Conv2d conv3;
  private final BatchNorm bn3;

  Bottleneck(Form form, int inChannels, int width, int stride) {
    int outChannels = EXPANSION * width;
    conv1 = child("conv1", Conv2d.beforeNorm(form, inChannels, width, 1, 1, HE));
    bn1 = child("bn1", new BatchNorm(form, width, 1));
    conv2 = child("conv2", Conv2d.beforeNorm(form, width, width, 3, stride, HE));
    bn2 = child("bn2", new BatchNorm(form, width, 1));
    conv3 = child("conv3", Conv2d.beforeNorm(form, width, outChannels, 1, 1, HE));
    bn3 = child("bn3", new BatchNorm(form, outChannels, 0));
    addProjection(form, inChannels, outChannels, stride);
  }

  @Override
  NDArray residual(NDArray x) {
    NDArray y = Relu.of(bn1.forward(conv1.forward(x)));
    NDArray z = Relu.of(bn2.forward(conv2.forward(y)));
    return bn3.forward(conv3.forward(z));
  }

  @Override
  Value writeResidual(NetworkScript.Writer script, Value x) {
    Value y = Relu.write(script, conv1, bn1.write(script, conv1.write(script, x)));
    Value z = Relu.write(script, conv2, bn2.write(script, conv2.write(script, y)));
    return bn3.write(script, conv3.write(script, z));
  }

  @Override
  public Shape outputShape(Shape input) {
    return conv3.outputShape(conv2.outputShape(conv1.outputShape(input)));
  }
}
