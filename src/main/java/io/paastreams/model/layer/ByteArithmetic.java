package io.paastreams.model.layer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.ConstantInitializer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How this CPU convolves bytes, as measured.
 *
 * <p>With VNNI instructions it multiplies four pairs of bytes and adds the products to a 32-bit sum
 * at once. Without them it first adds two products in 16 bits, where large ones overflow: sums are
 * then wrong, and also slower.
 *
 * @param exact whether the largest sums are correct
 * @param timeOfFloat32 the time of one average convolution as a share of the time that float32
 *     takes
 */
public record ByteArithmetic(boolean exact, double timeOfFloat32) {

  private static final int CHANNELS = 64;
  private static final int SIDE = 40;
  private static final int KERNEL = 3;
  private static final float LARGEST_BYTE = 255;
  private static final float LARGEST_KERNEL = 127;
  private static final int WARM_UPS = 3;
  private static final int TURNS = 15;

  /**
   * Measures for about ten milliseconds. The engine must have been started, and gradients must be
   * off.
   */
  public static ByteArithmetic measure() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      Conv2d conv =
          Conv2d.withoutBias(
              CHANNELS, CHANNELS, KERNEL, 1, new ConstantInitializer(LARGEST_KERNEL));
      conv.initialize(manager, DataType.FLOAT32, new Shape(1, CHANNELS, SIDE, SIDE));
      NDArray images =
          manager.full(new Shape(1, SIDE, SIDE, CHANNELS), LARGEST_BYTE).transpose(0, 3, 1, 2);
      NetworkScript floats = script(conv, ActivationStorage.AS_IS);
      NetworkScript bytes =
          script(conv, new ActivationStorage.AsBytes(Map.of("images", new Range(0, LARGEST_BYTE))));
      boolean exact = largest(bytes, images) > 0.999f * largest(floats, images);
      return new ByteArithmetic(exact, time(bytes, images) / time(floats, images));
    }
  }

  private static NetworkScript script(Conv2d conv, ActivationStorage storage) {
    NetworkScript.Writer writer =
        new NetworkScript.Writer(DataType.FLOAT32, true, storage, Map.of());
    return writer.returning(List.of(conv.write(writer, writer.stored("images", writer.input()))));
  }

  private static float largest(NetworkScript script, NDArray images) {
    try (NDList outputs = script.apply(images)) {
      return outputs.get(0).max().getFloat();
    }
  }

  /** The median of several rounds, in nanoseconds. */
  private static double time(NetworkScript script, NDArray images) {
    long[] nanos = new long[TURNS];
    for (int turn = -WARM_UPS; turn < TURNS; turn++) {
      long start = System.nanoTime();
      script.apply(images).close();
      if (turn >= 0) {
        nanos[turn] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return nanos[TURNS / 2];
  }
}
