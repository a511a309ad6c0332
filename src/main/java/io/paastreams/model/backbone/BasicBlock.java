package io.paastreams.model.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.layer.BatchNorm;
import io.paastreams.model.layer.Conv2d;
import io.paastreams.model.layer.Form;
import io.paastreams.model.layer.NetworkScript;
import io.paastreams.model.layer.Relu;
import io.paastreams.model.layer.Value;

/** Two 3x3 convolutions: the block of ResNet-18 and 34. */
final class BasicBlock extends ResidualBlock {

  static final int EXPANSION = 1;

  private final Conv2d conv1;
  private final BatchNorm bn1;
  private final Conv2d conv2;
  private final BatchNorm bn2;

  BasicBlock(Form form, int inChannels, int width, int stride) {
    conv1 = child("conv1", Conv2d.beforeNorm(form, inChannels, width, 3, stride, HE));
    bn1 = child("bn1", new BatchNorm(form, width, 1));
    conv2 = child("conv2", Conv2d.beforeNorm(form, width, width, 3, 1, HE));
    bn2 = child("bn2", new BatchNorm(form, width, 0));
    addProjection(form, inChannels, width, stride);
  }

  @Override
  NDArray residual(NDArray x) {
    NDArray y = Relu.of(bn1.forward(conv1.forward(x)));
    return bn2.forward(conv2.forward(y));
  }

  @Override
  Value writeResidual(NetworkScript.Writer script, Value x) {
    Value y = Relu.write(script, conv1, bn1.write(script, conv1.write(script, x)));
    return bn2.write(script, conv2.write(script, y));
  }

  @Override
  public Shape outputShape(Shape input) {
    return conv2.outputShape(conv1.outputShape(input));
  }
}
