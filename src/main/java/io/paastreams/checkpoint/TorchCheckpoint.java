package io.paastreams.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * A file that {@code torch.save} wrote in either of its formats, opened for reading. Nothing in it
 * is executed, and anything other than plain data is left unread; {@link CheckpointUnpickler} says
 * how. Tensors are checked when the file is opened and read on request.
 */
final class TorchCheckpoint implements Closeable {

  private final Path file;
  private final long fileBytes;
  private final Archive archive;

  private TorchCheckpoint(Path file, long fileBytes, Archive archive) {
    this.file = file;
    this.fileBytes = fileBytes;
    this.archive = archive;
  }

  /**
   * Opens a checkpoint and reads all of it except the tensors' elements.
   *
   * @throws CheckpointException if the file is not a checkpoint, is damaged, or contains something
   *     other than plain data
   * @throws IOException if the file cannot be read
   */
  static TorchCheckpoint open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw refused(
          file,
          new Refusal(
              Files.exists(file) ? "is not a file" : "does not exist",
              "Pass the .pth file that mmdetection's training wrote"));
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(FileKind.HEAD_BYTES);
    }
    long fileBytes = Files.size(file);
    try {
      FileKind kind = FileKind.of(head, fileBytes);
      Archive archive =
          switch (kind) {
            case ZIP -> ZipArchive.open(file, fileBytes);
            case STREAM -> StreamArchive.open(file, fileBytes);
            default -> throw kind.refusal();
          };
      return new TorchCheckpoint(file, fileBytes, archive);
    } catch (Refusal refusal) {
      throw refused(file, refusal);
    }
  }

  Path file() {
    return file;
  }

  long fileBytes() {
    return fileBytes;
  }

  /** The saved object, in the types that {@link CheckpointUnpickler} lists. */
  Object root() {
    return archive.root();
  }

  /** The names of the Python objects that were not read. */
  Set<String> foreign() {
    return archive.foreign().names();
  }

  /** The elements of a tensor in row-major order, narrowed to float32 if they are wider. */
  float[] floats(TorchTensor tensor) throws IOException {
    float[] values = new float[tensor.elements()];
    read(tensor, (i, value) -> values[i] = (float) value);
    return values;
  }

  /** Receives the elements of a tensor one by one. */
  @FunctionalInterface
  interface Elements {
    void set(int index, double value);
  }

  /** Passes on the elements of a tensor in row-major order. */
  void read(TorchTensor tensor, Elements elements) throws IOException {
    if (tensor.elements() == 0) {
      return;
    }
    if (tensor.spanBytes() > Integer.MAX_VALUE - 8) {
      throw refused(file, Refusal.unsupported("has a tensor that spans more than 2 GiB"));
    }
    ElementType type = tensor.storage().type();
    ByteBuffer span;
    try {
      span =
          ByteBuffer.wrap(
                  archive.read(
                      tensor.storage(), tensor.offset() * type.bytes(), (int) tensor.spanBytes()))
              .order(ByteOrder.LITTLE_ENDIAN);
    } catch (Refusal refusal) {
      throw refused(file, refusal);
    }
    long[] shape = tensor.shape();
    long[] at = new long[shape.length];
    long element = 0;
    for (int i = 0; i < tensor.elements(); i++) {
      elements.set(i, type.get(span, (int) (element * type.bytes())));
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        element += tensor.stride()[axis];
        if (++at[axis] < shape[axis]) {
          break;
        }
        element -= at[axis] * tensor.stride()[axis];
        at[axis] = 0;
      }
    }
  }

  static CheckpointException refused(Path file, Refusal refusal) {
    return new CheckpointException(file, refusal.finding(), refusal.remedy(), refusal);
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
