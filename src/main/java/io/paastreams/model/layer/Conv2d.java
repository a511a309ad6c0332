package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.Initializer;
import io.paastreams.model.layer.Value.Bytes;
import io.paastreams.model.layer.Value.Sums;
import org.jspecify.annotations.Nullable;

/**
 * Convolution with a square kernel, padded by half of it.
 *
 * <p>Parameters: {@code weight} (out, in, k, k) and, if it has one, {@code bias} (out).
 */
public final class Conv2d extends UnaryLayer {

  private static final Shape NO_DILATION = new Shape(1, 1);
  private static final Shape NO_STRIDE = new Shape(1, 1);

  private final int outChannels;
  private final Shape stride;
  private final Shape padding;
  private final int kernel;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  private Conv2d(
      int inChannels,
      int outChannels,
      int kernel,
      int stride,
      Initializer weightInit,
      @Nullable Initializer biasInit) {
    this.outChannels = outChannels;
    this.kernel = kernel;
    this.stride = new Shape(stride, stride);
    this.padding = new Shape(kernel / 2, kernel / 2);
    this.weight =
        addParameter(
            Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(outChannels, inChannels, kernel, kernel))
                .optInitializer(weightInit)
                .build());
    this.bias =
        biasInit == null
            ? null
            : addParameter(
                Parameter.builder()
                    .setName("bias")
                    .setType(Parameter.Type.BIAS)
                    .optShape(new Shape(outChannels))
                    .optInitializer(biasInit)
                    .build());
  }

  /** Creates a convolution whose bias starts at 0. */
  public static Conv2d withBias(
      int inChannels, int outChannels, int kernel, int stride, Initializer weightInit) {
    return withBias(inChannels, outChannels, kernel, stride, weightInit, 0);
  }

  /** Creates a convolution whose bias starts at the given value. */
  public static Conv2d withBias(
      int inChannels,
      int outChannels,
      int kernel,
      int stride,
      Initializer weightInit,
      float biasInit) {
    return new Conv2d(
        inChannels, outChannels, kernel, stride, weightInit, new ConstantInitializer(biasInit));
  }

  /** Creates a convolution without bias. */
  public static Conv2d withoutBias(
      int inChannels, int outChannels, int kernel, int stride, Initializer weightInit) {
    return new Conv2d(inChannels, outChannels, kernel, stride, weightInit, null);
  }

  /** Creates a convolution that is followed by a {@link BatchNorm} of the same form. */
  public static Conv2d beforeNorm(
      Form form, int inChannels, int outChannels, int kernel, int stride, Initializer weightInit) {
    return form == Form.FOLDED
        ? withBias(inChannels, outChannels, kernel, stride, weightInit)
        : withoutBias(inChannels, outChannels, kernel, stride, weightInit);
  }

  @Override
  public NDArray forward(NDArray x) {
    boolean subsamples = kernel == 1 && !stride.equals(NO_STRIDE) && !x.getDevice().isGpu();
    NDArray seen = subsamples ? subsampled(x) : x;
    return seen.getNDArrayInternal()
        .convolution(
            seen,
            weight.getArray(),
            bias == null ? null : bias.getArray(),
            subsamples ? NO_STRIDE : stride,
            padding,
            NO_DILATION,
            1)
        .get(0);
  }

  /**
   * The pixels that a 1x1 kernel reads. If the subsampling were left to the CPU engine's
   * convolution, its gradient would corrupt memory when there are fewer channels than a vector
   * register holds (uxlfoundation/oneDNN#6035, not fixed in 3.7).
   */
  private NDArray subsampled(NDArray x) {
    long step = stride.get(0);
    return x.get(new NDIndex(":, :, ::{}, ::{}", step, step));
  }

  @Override
  public Value write(NetworkScript.Writer script, Value x) {
    String biases = bias == null ? "None" : script.weight(bias.getArray()).toString();
    return x instanceof Bytes bytes
        ? quantized(script, bytes, script.preparation().weight(weight.getArray()), biases)
        : write(script, x, script.weight(weight.getArray()), biases);
  }

  private Sums quantized(NetworkScript.Writer script, Bytes x, String kernels, String biases) {
    return QuantizedConvolution.of(script, x, kernels, biases, stride.get(0), padding.get(0));
  }

  private Value write(NetworkScript.Writer script, Value x, Value kernels, String biases) {
    return script.add(
        "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d])",
        x, kernels, biases, stride.get(0), stride.get(1), padding.get(0), padding.get(1));
  }

  /**
   * Writes this convolution and another one of the same input as a single one, because a few
   * outputs cost as much as a full vector register.
   *
   * @return the outputs of this convolution, then those of the other
   */
  public Value writeWith(NetworkScript.Writer script, Conv2d other, Value x) {
    if (bias == null || other.bias == null || !sameWindow(other)) {
      throw new IllegalArgumentException("convolutions of different kinds cannot be merged");
    }
    if (x instanceof Bytes bytes) {
      return quantized(
          script,
          bytes,
          prepared(script.preparation(), weight, other.weight),
          script.preparation().argument(joint(script.preparation(), bias, other.bias)));
    }
    return write(
        script,
        x,
        joined(script, weight, other.weight),
        joined(script, bias, other.bias).toString());
  }

  private boolean sameWindow(Conv2d other) {
    return kernel == other.kernel
        && stride.equals(other.stride)
        && weight.getArray().getShape().get(1) == other.weight.getArray().getShape().get(1);
  }

  private static String prepared(Preparation preparation, Parameter one, Parameter other) {
    return preparation.compute(joint(preparation, one, other));
  }

  private static String joint(Preparation preparation, Parameter one, Parameter other) {
    return "torch.cat([%s, %s])"
        .formatted(preparation.weight(one.getArray()), preparation.weight(other.getArray()));
  }

  private static Value joined(NetworkScript.Writer script, Parameter one, Parameter other) {
    return script.once(
        "torch.cat([%s, %s])", script.weight(one.getArray()), script.weight(other.getArray()));
  }

  @Override
  public Shape outputShape(Shape input) {
    long step = stride.get(0);
    long border = 2 * padding.get(0) - kernel;
    return new Shape(
        input.get(0),
        outChannels,
        (input.get(2) + border) / step + 1,
        (input.get(3) + border) / step + 1);
  }
}
