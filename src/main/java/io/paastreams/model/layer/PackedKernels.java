package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kernels of a network's convolutions of bytes, in the layouts that oneDNN wants for images of
 * one size. For each size it chooses among its implementations, and kernels in another one's layout
 * are laid out anew in every pass: of ResNet-50 at 800x480 that took as long as all the rest.
 *
 * <p>So the first image of a size goes through the network once more, and each convolution's
 * kernels are packed for what reaches it. How many images a batch has makes no difference. Of some
 * sizes packed kernels are kept; images of further ones get those of the first, which is slow but
 * right.
 *
 * <p>Threading: any thread.
 */
final class PackedKernels {

  /** They take about as much memory as the weights' bytes, twice as much if levels share a head. */
  private static final int MOST_SIZES = 8;

  private final ScriptModule packer;
  private final Map<Shape, List<NDArray>> bySize = new ConcurrentHashMap<>();

  /**
   * Packs on demand.
   *
   * @param packer takes an image and the weights; its results are the packed kernels
   */
  PackedKernels(ScriptModule packer) {
    this.packer = packer;
  }

  /**
   * The kernels for these images.
   *
   * @param images (N, 3, H, W)
   * @param weights of the script, in whose manager the kernels will be
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
