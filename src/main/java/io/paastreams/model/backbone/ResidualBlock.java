package io.paastreams.model.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import io.paastreams.model.layer.BatchNorm;
import io.paastreams.model.layer.Conv2d;
import io.paastreams.model.layer.Form;
import io.paastreams.model.layer.LayerList;
import io.paastreams.model.layer.NetworkScript;
import io.paastreams.model.layer.Relu;
import io.paastreams.model.layer.UnaryLayer;
import io.paastreams.model.layer.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ReLU(residual(x) + x), where x is projected by a 1x1 convolution if its shape changes. */
abstract class ResidualBlock extends UnaryLayer {

  /**
   * The initialisation of He et al. (2015), which preserves the variance of gradients through
   * ReLUs.
   */
  static final Initializer HE =
      new XavierInitializer(RandomType.GAUSSIAN, FactorType.OUT, /* magnitude= */ 2);

  private @Nullable LayerList<UnaryLayer> downsample;

  /**
   * Adds the projection. Must be called last in a constructor, because the reference lists it last.
   */
  final void addProjection(Form form, int inChannels, int outChannels, int stride) {
    if (stride != 1 || inChannels != outChannels) {
      downsample =
          child(
              "downsample",
              new LayerList<>(
                  List.of(
                      Conv2d.beforeNorm(form, inChannels, outChannels, 1, stride, HE),
                      new BatchNorm(form, outChannels, 1))));
    }
  }

  abstract NDArray residual(NDArray x);

  abstract Value writeResidual(NetworkScript.Writer script, Value x);

  @Override
  public final NDArray forward(NDArray x) {
    return Relu.of(residual(x).add(downsample == null ? x : downsample.forward(x)));
  }

  @Override
  public final Value write(NetworkScript.Writer script, Value x) {
    Value y = writeResidual(script, x);
    Value shortcut =
        downsample == null ? x : script.stored(downsample, downsample.write(script, x));
    return Relu.writeSum(script, this, y, shortcut);
  }

  @Override
  public abstract Shape outputShape(Shape input);
}
