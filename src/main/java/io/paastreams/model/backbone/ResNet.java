package io.paastreams.model.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.paastreams.model.layer.BatchNorm;
import io.paastreams.model.layer.Conv2d;
import io.paastreams.model.layer.Form;
import io.paastreams.model.layer.Layer;
import io.paastreams.model.layer.LayerList;
import io.paastreams.model.layer.MaxPool;
import io.paastreams.model.layer.NetworkScript;
import io.paastreams.model.layer.Relu;
import io.paastreams.model.layer.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ResNet-18, 34, 50 or 101 (He et al., Deep Residual Learning for Image Recognition) without its
 * classifier: stem and four stages, whose outputs C2 to C5 have strides 4, 8, 16 and 32.
 *
 * <p>Names: {@code conv1}, {@code bn1}, {@code layer1} to {@code layer4}.
 */
public final class ResNet extends Layer {

  /** The stride of C{@code n} is 2 to the power of n. */
  private static final int FIRST_LEVEL = 2;

  private static final Shape POOL_KERNEL = new Shape(3, 3);
  private static final Shape POOL_STRIDE = new Shape(2, 2);
  private static final Shape POOL_PADDING = new Shape(1, 1);

  private final int startLevel;
  private final Conv2d conv1;
  private final BatchNorm bn1;
  private final List<LayerList<ResidualBlock>> stages = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();

  /**
   * Creates a backbone.
   *
   * @param depth 18, 34, 50 or 101
   * @param baseWidth the channels of the stem (64 in the paper)
   * @param startLevel the first level that {@link #forward} returns, 2 to 5
   */
  public ResNet(Form form, int depth, int baseWidth, int startLevel) {
    int[] blocks = blocks(depth);
    boolean bottleneck = depth >= 50;
    int expansion = bottleneck ? Bottleneck.EXPANSION : BasicBlock.EXPANSION;
    this.startLevel = startLevel;
    conv1 = child("conv1", Conv2d.beforeNorm(form, 3, baseWidth, 7, 2, ResidualBlock.HE));
    bn1 = child("bn1", new BatchNorm(form, baseWidth, 1));
    int inChannels = baseWidth;
    for (int stage = 0; stage < blocks.length; stage++) {
      int width = baseWidth << stage;
      List<ResidualBlock> layers = new ArrayList<>();
      for (int i = 0; i < blocks[stage]; i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        layers.add(
            bottleneck
                ? new Bottleneck(form, inChannels, width, stride)
                : new BasicBlock(form, inChannels, width, stride));
        inChannels = expansion * width;
      }
      stages.add(child("layer" + (stage + 1), new LayerList<>(layers)));
      if (stage + FIRST_LEVEL >= startLevel) {
        channels.add(inChannels);
      }
    }
  }

  private static int[] blocks(int depth) {
    return switch (depth) {
      case 18 -> new int[] {2, 2, 2, 2};
      case 34, 50 -> new int[] {3, 4, 6, 3};
      case 101 -> new int[] {3, 4, 23, 3};
      default ->
          throw new IllegalArgumentException(
              "ResNet-" + depth + " is not supported: choose 18, 34, 50 or 101");
    };
  }

  /** The channels of each level that {@link #forward} returns. */
  public List<Integer> channels() {
    return List.copyOf(channels);
  }

  /**
   * Computes the feature maps from the start level to C5.
   *
   * @param image normalised images (N, 3, H, W); not closed
   * @return maps (N, C, H / stride, W / stride), sides rounded up
   */
  public List<NDArray> forward(NDArray image) {
    NDArray y = Relu.of(bn1.forward(conv1.forward(image)));
    y = y.getNDArrayInternal().maxPool(POOL_KERNEL, POOL_STRIDE, POOL_PADDING, false);
    List<NDArray> levels = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      y = stages.get(stage).forward(y);
      if (stage + FIRST_LEVEL >= startLevel) {
        levels.add(y);
      }
    }
    return levels;
  }

  /** Writes the same computation for inference. */
  public List<Value> write(NetworkScript.Writer script, Value image) {
    Value y = bn1.write(script, conv1.write(script, script.stored("image", image)));
    y = MaxPool.writeRectified(script, conv1, y);
    List<Value> levels = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      y = stages.get(stage).write(script, y);
      if (stage + FIRST_LEVEL >= startLevel) {
        levels.add(y);
      }
    }
    return levels;
  }

  /**
   * Excludes the stem and the first {@code stages} stages from training, as is usual in
   * fine-tuning. Their batch normalisations keep their statistics.
   */
  public void freeze(int stages) {
    conv1.freezeParameters(true);
    bn1.freezeParameters(true);
    for (LayerList<ResidualBlock> stage : this.stages.subList(0, stages)) {
      stage.freezeParameters(true);
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    return new NDList(forward(inputs.singletonOrThrow()));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape stem = conv1.outputShape(inputShapes[0]);
    Shape shape = new Shape(stem.get(0), stem.get(1), (stem.get(2) + 1) / 2, (stem.get(3) + 1) / 2);
    List<Shape> levels = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      shape = stages.get(stage).outputShape(shape);
      if (stage + FIRST_LEVEL >= startLevel) {
        levels.add(shape);
      }
    }
    return levels.toArray(Shape[]::new);
  }
}
