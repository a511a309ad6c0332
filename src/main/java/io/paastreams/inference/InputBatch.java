package io.paastreams.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.Recipe;
import io.paastreams.model.layer.PixelNormalization;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Puts the images of a batch on the device: the pixels are copied into one buffer, sent as bytes in
 * one transfer, and normalised on the device; the padding is 0 after normalisation. None of this
 * waits for a GPU.
 *
 * <p>Threading: one thread at a time; the buffer is reused.
 */
final class InputBatch {

  private static final int CHANNELS = 3;

  /** Height and width without padding follow the pixels, in two bytes each. */
  private static final int EXTENT_BYTES = 4;

  private final NDArray mean;
  private final NDArray std;
  private final StagingBuffer staging;

  /**
   * Creates inputs as the recipe requires.
   *
   * @param manager the manager that owns the two constants
   */
  InputBatch(Recipe.Input input, NDManager manager) {
    this.mean = manager.create(values(input.mean()));
    this.std = manager.create(values(input.std()));
    this.staging = new StagingBuffer(mean);
  }

  private static float[] values(List<Float> channels) {
    return new float[] {channels.get(0), channels.get(1), channels.get(2)};
  }

  /**
   * The network's input (N, 3, H, W), float32, channels innermost in memory.
   *
   * @param batch images of one padded size
   * @param manager the manager that owns the result; must be closed before the next call, because
   *     on a CPU the bytes are not copied again, and on a GPU the transfer may last until a result
   *     has been read
   */
  NDArray create(List<PreparedImage> batch, NDManager manager) {
    Size padded = batch.get(0).padded();
    int pixelBytes = pixelBytes(batch.size(), padded);
    ByteBuffer buffer = staging.ofSize(pixelBytes + EXTENT_BYTES * batch.size());
    fill(buffer, batch, padded);
    NDArray bytes = staging.send(manager);
    NDArray pixels =
        bytes
            .get("0:{}", pixelBytes)
            .reshape(batch.size(), padded.height(), padded.width(), CHANNELS);
    NDArray normalized = PixelNormalization.normalize(pixels, mean, std);
    if (batch.stream().anyMatch(image -> !image.image().size().equals(padded))) {
      PixelNormalization.clearPadding(
          normalized, bytes.get("{}:", pixelBytes).reshape(batch.size(), EXTENT_BYTES));
    }
    return normalized.transpose(0, 3, 1, 2);
  }

  private static int pixelBytes(int images, Size padded) {
    long bytes = images * CHANNELS * padded.area();
    if (bytes > Integer.MAX_VALUE - EXTENT_BYTES * (long) images) {
      throw new OutOfMemoryError("a batch has at most 2 GiB of pixels");
    }
    return (int) bytes;
  }

  private static void fill(ByteBuffer buffer, List<PreparedImage> batch, Size padded) {
    int perImage = pixelBytes(1, padded);
    for (int i = 0; i < batch.size(); i++) {
      copy(buffer, batch.get(i), padded, i * perImage);
    }
    buffer.order(ByteOrder.BIG_ENDIAN).position(batch.size() * perImage);
    for (PreparedImage image : batch) {
      Size size = image.image().size();
      buffer.putShort((short) size.height()).putShort((short) size.width());
    }
    buffer.rewind();
  }

  /** Leaves the bytes of the padding unchanged, because they are overwritten on the device. */
  private static void copy(ByteBuffer buffer, PreparedImage image, Size padded, int offset) {
    Size size = image.image().size();
    byte[] pixels = image.image().array();
    int first = image.image().offset();
    int row = CHANNELS * size.width();
    if (size.width() == padded.width()) {
      buffer.put(offset, pixels, first, row * size.height());
      return;
    }
    for (int y = 0; y < size.height(); y++) {
      buffer.put(offset + y * CHANNELS * padded.width(), pixels, first + y * row, row);
    }
  }
}
