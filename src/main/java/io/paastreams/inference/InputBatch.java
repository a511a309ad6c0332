package io.paastreams.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.Recipe;
import io.paastreams.model.layer.PixelNormalization;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Puts the pictures of a batch on the device: bytes are copied once into one direct buffer, sent
 * over as bytes, and normalised there; the padding is 0 after normalisation.
 *
 * <p>Threading: one thread at a time; the buffer is reused.
 */
final class InputBatch {

  private static final int CHANNELS = 3;

  private final NDArray mean;
  private final NDArray std;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  /**
   * Inputs as the recipe wants them.
   *
   * @param manager owns the two constants
   */
  InputBatch(Recipe.Input input, NDManager manager) {
    this.mean = manager.create(values(input.mean()));
    this.std = manager.create(values(input.std()));
  }

  private static float[] values(List<Float> channels) {
    return new float[] {channels.get(0), channels.get(1), channels.get(2)};
  }

  /**
   * The network's input (N, 3, H, W), float32, channels innermost in memory.
   *
   * @param batch pictures of one padded size
   * @param manager owns the result; must be closed before the next call, since on a CPU the bytes
   *     are not copied again
   */
  NDArray create(List<PreparedImage> batch, NDManager manager) {
    Size padded = batch.get(0).padded();
    fill(batch, padded);
    Shape shape = new Shape(batch.size(), padded.height(), padded.width(), CHANNELS);
    NDArray pixels = manager.create(buffer, shape, DataType.UINT8);
    NDArray normalized = PixelNormalization.normalize(pixels, mean, std);
    for (int i = 0; i < batch.size(); i++) {
      clearPadding(normalized, i, batch.get(i).image().size(), padded);
    }
    return normalized.transpose(0, 3, 1, 2);
  }

  private void fill(List<PreparedImage> batch, Size padded) {
    long bytes = batch.size() * CHANNELS * padded.area();
    if (bytes > Integer.MAX_VALUE) {
      throw new OutOfMemoryError("a batch has at most 2 GiB of pixels");
    }
    int needed = (int) bytes;
    int perPicture = needed / batch.size();
    if (buffer.capacity() < needed) {
      buffer = ByteBuffer.allocateDirect(needed);
    }
    buffer.clear().limit(needed);
    for (int i = 0; i < batch.size(); i++) {
      copy(batch.get(i), padded, i * perPicture);
    }
  }

  /** Bytes of the padding are left as they are: they are overwritten on the device. */
  private void copy(PreparedImage picture, Size padded, int offset) {
    Size size = picture.image().size();
    byte[] pixels = picture.image().array();
    int first = picture.image().offset();
    int row = CHANNELS * size.width();
    if (size.width() == padded.width()) {
      buffer.put(offset, pixels, first, row * size.height());
      return;
    }
    for (int y = 0; y < size.height(); y++) {
      buffer.put(offset + y * CHANNELS * padded.width(), pixels, first + y * row, row);
    }
  }

  private static void clearPadding(NDArray normalized, int picture, Size size, Size padded) {
    if (size.height() < padded.height()) {
      normalized.set(new NDIndex("{}, {}:", picture, size.height()), 0);
    }
    if (size.width() < padded.width()) {
      normalized.set(new NDIndex("{}, :, {}:", picture, size.width()), 0);
    }
  }
}
