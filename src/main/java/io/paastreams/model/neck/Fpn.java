package io.paastreams.model.neck;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import ai.djl.util.PairList;
import io.paastreams.model.layer.Conv2d;
import io.paastreams.model.layer.Layer;
import io.paastreams.model.layer.LayerList;
import io.paastreams.model.layer.NetworkScript;
import io.paastreams.model.layer.UnaryLayer;
import io.paastreams.model.layer.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feature pyramid (Lin et al., Feature Pyramid Networks for Object Detection).
 *
 * <p>Each backbone level passes through a 1x1 lateral convolution, to which the upsampled sum of
 * the coarser levels is added; a 3x3 convolution of the result is its output. Levels above C5 are
 * strided 3x3 convolutions: the first is applied to the P5 output and each further one to the level
 * before it, with no ReLU in between.
 *
 * <p>Names: {@code lateral_convs.i.conv}, {@code fpn_convs.i.conv}; all have a bias.
 */
public final class Fpn extends Layer {

  private static final Initializer XAVIER =
      new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, /* magnitude= */ 3);

  private static final int NEAREST = 0;

  /** The fine map plus the upsampled coarse one, computed in the fine map's memory. */
  private static final String PLUS_UPSAMPLED =
      "torch.add_(%s, torch.upsample_nearest2d(%s, [torch.size(%s, 2), torch.size(%s, 3)]))";

  private final LayerList<ConvModule> laterals;
  private final LayerList<ConvModule> outputs;

  /**
   * Creates a pyramid.
   *
   * @param inChannels the channels of the backbone's levels, finest first
   * @param channels the channels of every output
   * @param levels the number of outputs, finest first; if there are fewer than backbone levels, the
   *     coarser ones still contribute to the sums
   */
  public Fpn(List<Integer> inChannels, int channels, int levels) {
    List<ConvModule> lateralConvs = new ArrayList<>();
    for (int in : inChannels) {
      lateralConvs.add(new ConvModule(in, channels, 1, 1));
    }
    List<ConvModule> outputConvs = new ArrayList<>();
    for (int i = 0; i < levels; i++) {
      outputConvs.add(new ConvModule(channels, channels, 3, i < inChannels.size() ? 1 : 2));
    }
    laterals = child("lateral_convs", new LayerList<>(lateralConvs));
    outputs = child("fpn_convs", new LayerList<>(outputConvs));
  }

  /**
   * Computes the pyramid's levels, finest first.
   *
   * @param features the backbone's levels (N, C, H, W), finest first; not closed
   * @return (N, channels, H, W) each
   */
  public List<NDArray> forward(List<NDArray> features) {
    int count = laterals.size();
    NDArray[] sums = new NDArray[count];
    for (int i = count - 1; i >= 0; i--) {
      sums[i] = laterals.get(i).forward(features.get(i));
      if (i + 1 < count) {
        sums[i] = sums[i].add(upsampled(sums[i + 1], sums[i].getShape()));
      }
    }
    List<NDArray> levels = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      levels.add(outputs.get(i).forward(i < count ? sums[i] : levels.get(i - 1)));
    }
    return levels;
  }

  private static NDArray upsampled(NDArray coarse, Shape size) {
    return coarse
        .getNDArrayInternal()
        .interpolation(new long[] {size.get(2), size.get(3)}, NEAREST, false);
  }

  /**
   * Writes the same computation for inference. All levels are stored in the same way, because one
   * head reads them.
   */
  public List<Value> write(NetworkScript.Writer script, List<Value> features) {
    int count = laterals.size();
    Value[] sums = new Value[count];
    for (int i = count - 1; i >= 0; i--) {
      sums[i] = laterals.get(i).write(script, features.get(i));
      if (i + 1 < count) {
        sums[i] = script.add(PLUS_UPSAMPLED, sums[i], sums[i + 1], sums[i], sums[i]);
      }
    }
    List<Value> levels = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Value x = i < count ? script.stored(laterals.get(i), sums[i]) : levels.get(i - 1);
      levels.add(script.stored(outputs, outputs.get(i).write(script, x)));
    }
    return levels;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    return new NDList(forward(inputs));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape[] levels = new Shape[outputs.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] =
          outputs
              .get(i)
              .outputShape(
                  i < inputShapes.length
                      ? laterals.get(i).outputShape(inputShapes[i])
                      : levels[i - 1]);
    }
    return levels;
  }

  /** A convolution under the name that the reference's wrapper gives to it. */
  private static final class ConvModule extends UnaryLayer {

    private final Conv2d conv;

    ConvModule(int inChannels, int outChannels, int kernel, int stride) {
      conv = child("conv", Conv2d.withBias(inChannels, outChannels, kernel, stride, XAVIER));
    }

    @Override
    public NDArray forward(NDArray x) {
      return conv.forward(x);
    }

    @Override
    public Value write(NetworkScript.Writer script, Value x) {
      return conv.write(script, x);
    }

    @Override
    public Shape outputShape(Shape input) {
      return conv.outputShape(input);
    }
  }
}
