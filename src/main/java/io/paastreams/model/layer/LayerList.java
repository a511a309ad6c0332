package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Layers in sequence, named "0", "1", ... */
public final class LayerList<L extends UnaryLayer> extends UnaryLayer {

  private final List<L> layers = new ArrayList<>();

  /** Creates a sequence of the given layers. */
  public LayerList(List<L> layers) {
    for (L layer : layers) {
      this.layers.add(child(Integer.toString(this.layers.size()), layer));
    }
  }

  /** The layer at a position. */
  public L get(int index) {
    return layers.get(index);
  }

  /** The number of layers. */
  public int size() {
    return layers.size();
  }

  /** The output of the last layer; {@code x} itself if there is none. */
  @Override
  public NDArray forward(NDArray x) {
    NDArray y = x;
    for (L layer : layers) {
      y = layer.forward(y);
    }
    return y;
  }

  @Override
  public Value write(NetworkScript.Writer script, Value x) {
    Value y = x;
    for (L layer : layers) {
      y = layer.write(script, y);
    }
    return y;
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape shape = input;
    for (L layer : layers) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }
}
