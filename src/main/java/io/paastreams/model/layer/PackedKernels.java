package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kernels of a network's byte convolutions, in the layouts that oneDNN needs for images of one
 * size. oneDNN chooses among its implementations for each size, and kernels in the layout of
 * another implementation are converted in every pass: for ResNet-50 at 800x480 that took as long as
 * all the rest.
 *
 * <p>So the first image of a size goes through the network once more, and each convolution's
 * kernels are packed for the input that reaches it. The number of images in a batch makes no
 * difference. Packed kernels are kept for a limited number of sizes; images of further sizes use
 * those of the first, which is slow but correct.
 *
 * <p>Threading: safe.
 */
final class PackedKernels {

  /**
   * The maximum number of sizes kept. Packed kernels take about as much memory as the weights'
   * bytes, and twice as much if levels share a head.
   */
  private static final int MOST_SIZES = 8;

  private final ScriptModule packer;
  private final Map<Shape, List<NDArray>> bySize = new ConcurrentHashMap<>();

  /**
   * Creates an empty cache, which packs on demand.
   *
   * @param packer a module that takes an image and the weights and returns the packed kernels
   */
  PackedKernels(ScriptModule packer) {
    this.packer = packer;
  }

  /**
   * The kernels for these images.
   *
   * @param images (N, 3, H, W)
   * @param weights the script's weights, whose manager will own the kernels
   */
  List<NDArray> of(NDArray images, List<NDArray> weights) {
    Shape size = images.getShape().slice(2);
    List<NDArray> known = bySize.get(size);
    if (known != null) {
      return known;
    }
    synchronized (this) {
      if (bySize.size() >= MOST_SIZES && !bySize.containsKey(size)) {
        return bySize.values().iterator().next();
      }
      return bySize.computeIfAbsent(size, unknown -> pack(images, weights));
    }
  }

  private List<NDArray> pack(NDArray images, List<NDArray> weights) {
    try (NDArray one = images.get(new NDIndex("0:1"))) {
      NDList packed = packer.apply(NetworkScript.arguments(one, weights));
      packed.attach(weights.get(0).getManager());
      return List.copyOf(packed);
    }
  }
}
