package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** A layer from one feature map (N, C, H, W) to one feature map. */
public abstract class UnaryLayer extends Layer {

  /**
   * Computes the layer's output for {@code x}.
   *
   * @param x feature map (N, C, H, W); not closed
   * @return a new array, or {@code x} itself if the layer has nothing to do
   */
  public abstract NDArray forward(NDArray x);

  /**
   * Writes the same computation for inference.
   *
   * @param x feature map (N, C, H, W); not changed
   * @return a new value, or {@code x} itself if the layer has nothing to do
   */
  public abstract Value write(NetworkScript.Writer script, Value x);

  /** The shape of the output for an input of shape (N, C, H, W). */
  public abstract Shape outputShape(Shape input);

  @Override
  protected final NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    return new NDList(forward(inputs.singletonOrThrow()));
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {outputShape(inputShapes[0])};
  }
}
