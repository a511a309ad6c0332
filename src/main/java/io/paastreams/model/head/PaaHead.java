package io.paastreams.model.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import io.paastreams.model.layer.Conv2d;
import io.paastreams.model.layer.Layer;
import io.paastreams.model.layer.LayerList;
import io.paastreams.model.layer.NetworkScript;
import io.paastreams.model.layer.Scale;
import io.paastreams.model.layer.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The PAA head (Kim and Lee, Probabilistic Anchor Assignment with IoU Prediction for Object
 * Detection): two towers shared by all levels, one for the classes, one for the box and the
 * predicted IoU.
 *
 * <p>Names: {@code cls_convs.i}, {@code reg_convs.i}, {@code atss_cls}, {@code atss_reg}, {@code
 * atss_centerness} (the IoU branch), {@code scales.level.scale}.
 */
public final class PaaHead extends Layer {

  private static final Initializer NORMAL = new NormalInitializer(0.01f);

  /**
   * The initial probability of every class, so that the many empty locations do not swamp training.
   */
  private static final double PRIOR = 0.01;

  private static final int BOX_DELTAS = 4;

  private final LayerList<TowerConv> clsConvs;
  private final LayerList<TowerConv> regConvs;
  private final Conv2d cls;
  private final Conv2d reg;
  private final Conv2d iou;
  private final LayerList<Scale> scales;

  /**
   * Creates a head.
   *
   * @param classes the number of classes
   * @param channels the channels of the pyramid's levels and of the towers
   * @param stackedConvs the number of convolutions in each tower
   * @param groups the number of groups of each group normalisation
   * @param levels the number of pyramid levels
   */
  public PaaHead(int classes, int channels, int stackedConvs, int groups, int levels) {
    clsConvs = child("cls_convs", tower(channels, stackedConvs, groups));
    regConvs = child("reg_convs", tower(channels, stackedConvs, groups));
    float clsBias = (float) -Math.log((1 - PRIOR) / PRIOR);
    cls = child("atss_cls", Conv2d.withBias(channels, classes, 3, 1, NORMAL, clsBias));
    reg = child("atss_reg", Conv2d.withBias(channels, BOX_DELTAS, 3, 1, NORMAL));
    iou = child("atss_centerness", Conv2d.withBias(channels, 1, 3, 1, NORMAL));
    scales = child("scales", new LayerList<>(Stream.generate(Scale::new).limit(levels).toList()));
  }

  private static LayerList<TowerConv> tower(int channels, int stackedConvs, int groups) {
    return new LayerList<>(
        Stream.generate(() -> new TowerConv(channels, groups, NORMAL))
            .limit(stackedConvs)
            .toList());
  }

  /**
   * Computes the head's output at each level, finest first.
   *
   * @param levels the pyramid (N, channels, H, W); not closed
   */
  public List<HeadOutput> forward(List<NDArray> levels) {
    List<HeadOutput> result = new ArrayList<>();
    for (int level = 0; level < levels.size(); level++) {
      NDArray clsFeature = clsConvs.forward(levels.get(level));
      NDArray regFeature = regConvs.forward(levels.get(level));
      result.add(
          new HeadOutput(
              cls.forward(clsFeature),
              scales.get(level).forward(reg.forward(regFeature)),
              iou.forward(regFeature)));
    }
    return result;
  }

  /** Writes the same computation for inference; three values per level: classes, deltas, IoU. */
  public List<Value> write(NetworkScript.Writer script, List<Value> levels) {
    List<Value> result = new ArrayList<>();
    for (int level = 0; level < levels.size(); level++) {
      result.add(cls.write(script, clsConvs.write(script, levels.get(level))));
      Value regFeature = regConvs.write(script, levels.get(level));
      Value regAndIou = reg.writeWith(script, iou, regFeature);
      Value deltas = script.add("torch.narrow(%s, 1, 0, %d)", regAndIou, BOX_DELTAS);
      result.add(scales.get(level).write(script, deltas));
      result.add(script.add("torch.narrow_copy(%s, 1, %d, 1)", regAndIou, BOX_DELTAS));
    }
    return result;
  }

  /** Three arrays per level: classes, deltas, IoU. */
  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDList result = new NDList();
    forward(inputs)
        .forEach(output -> result.addAll(List.of(output.cls(), output.reg(), output.iou())));
    return result;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return Stream.of(inputShapes)
        .flatMap(
            level ->
                Stream.of(cls.outputShape(level), reg.outputShape(level), iou.outputShape(level)))
        .toArray(Shape[]::new);
  }
}
