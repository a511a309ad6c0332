package io.paastreams.dataset;

import io.paastreams.geometry.Size;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The frames of one clip in one file:
 *
 * <pre>
 *   int magic, width, height, channels (1 or 3), count      big-endian
 *   int frame index, count times                            ascending
 *   byte pixels, height * width * channels per frame
 * </pre>
 *
 * A clip whose frames are gray, except for the rounding of its color coding, is stored with one
 * channel.
 */
final class MappedFrames {

  private static final int MAGIC = 0x50414146; // "PAAF"
  private static final int HEADER_INTS = 5;

  /**
   * The largest difference between two channels that still counts as gray; color coding rounds by
   * that much.
   */
  private static final int GRAY_TOLERANCE = 8;

  private final MappedByteBuffer file;
  private final Size size;
  private final int channels;
  private final int[] indices;

  private MappedFrames(MappedByteBuffer file, Size size, int channels, int[] indices) {
    this.file = file;
    this.size = size;
    this.channels = channels;
    this.indices = indices;
  }

  static MappedFrames open(Path path) throws IOException {
    MappedByteBuffer file = ClipCache.map(path);
    if (file.remaining() < 4 * HEADER_INTS || file.getInt() != MAGIC) {
      throw new IOException(path + " is not a frame cache: delete it, and it will be rebuilt");
    }
    Size size = new Size(file.getInt(), file.getInt());
    int channels = file.getInt();
    int[] indices = new int[file.getInt()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = file.getInt();
    }
    return new MappedFrames(file, size, channels, indices);
  }

  Size size() {
    return size;
  }

  boolean holds(Set<Integer> wanted) {
    return wanted.stream().allMatch(index -> Arrays.binarySearch(indices, index) >= 0);
  }

  Pixels read(int index) throws IOException {
    int position = Arrays.binarySearch(indices, index);
    if (position < 0) {
      throw new IOException("frame " + index + " is not in the cache");
    }
    byte[] data = new byte[channels * (int) size.area()];
    file.get(4 * (HEADER_INTS + indices.length) + position * data.length, data);
    return new Pixels(size, channels, data);
  }

  /** Writes to a temporary file first, so that an interrupted run leaves no partial cache. */
  static void write(Path path, List<Integer> indices, List<Pixels> frames) throws IOException {
    Size size = frames.get(0).size();
    boolean gray = frames.stream().allMatch(MappedFrames::isGray);
    Path partial = path.resolveSibling(path.getFileName() + ".part");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(partial))) {
      ByteBuffer header = ByteBuffer.allocate(4 * (HEADER_INTS + indices.size()));
      header.putInt(MAGIC).putInt(size.width()).putInt(size.height());
      header.putInt(gray ? 1 : 3).putInt(indices.size());
      indices.forEach(header::putInt);
      out.write(header.array());
      for (Pixels frame : frames) {
        out.write(gray ? toGray(frame).data() : frame.data());
      }
    }
    Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isGray(Pixels rgb) {
    byte[] data = rgb.data();
    for (int i = 0; i < data.length; i += 3) {
      int r = data[i] & 0xff;
      int g = data[i + 1] & 0xff;
      int b = data[i + 2] & 0xff;
      if (Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b)) > GRAY_TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private static Pixels toGray(Pixels rgb) {
    byte[] gray = new byte[(int) rgb.size().area()];
    for (int i = 0; i < gray.length; i++) {
      int sum =
          (rgb.data()[3 * i] & 0xff)
              + (rgb.data()[3 * i + 1] & 0xff)
              + (rgb.data()[3 * i + 2] & 0xff);
      gray[i] = (byte) ((sum + 1) / 3);
    }
    return new Pixels(rgb.size(), 1, gray);
  }
}
