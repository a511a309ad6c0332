package io.paastreams.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The format before PyTorch 1.6: five consecutive pickles (a magic number, the version, the
 * machine's properties, the saved object, the keys of the storages), then for each key the number
 * of elements as int64 and the elements.
 */
final class StreamArchive implements Archive {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  /**
   * The maximum number of bytes read at once for the pickles; trainers that keep long logs do not
   * write this format.
   */
  private static final int MAX_HEAD_BYTES = 16 << 20;

  private final FileChannel channel;
  private final Map<String, TensorStorage> storages = new HashMap<>();
  private final Map<String, Long> positions = new HashMap<>();
  private final ForeignObjects foreign = new ForeignObjects();
  private final Object root;

  private StreamArchive(FileChannel channel, long fileBytes) throws IOException {
    this.channel = channel;
    int headBytes = (int) Math.min(fileBytes, MAX_HEAD_BYTES);
    ByteArrayInputStream head = new ByteArrayInputStream(read(0, headBytes));
    if (!MAGIC.equals(pickle(head))) {
      throw new Refusal(
          "is a pickle, but not one that torch.save wrote",
          "Pass the .pth file that mmdetection's training wrote");
    }
    if (!(pickle(head) instanceof Number version) || version.longValue() != VERSION) {
      throw Refusal.unsupported("has a version of PyTorch's stream format other than " + VERSION);
    }
    if (!(pickle(head) instanceof Map<?, ?> machine)
        || !Boolean.TRUE.equals(machine.get("little_endian"))) {
      throw Refusal.unsupported("was saved on a big-endian machine");
    }
    this.root = pickle(head);
    Object keys = pickle(head);
    locate(
        keys instanceof List<?> list ? list : List.of(), headBytes - head.available(), fileBytes);
  }

  static StreamArchive open(Path file, long fileBytes) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new StreamArchive(channel, fileBytes);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private Object pickle(ByteArrayInputStream head) {
    return new CheckpointUnpickler(this::declare, foreign).read(head);
  }

  private TensorStorage declare(Object[] id) {
    TensorStorage storage = Archive.storage(id);
    TensorStorage known = storages.putIfAbsent(storage.key(), storage);
    if (known != null && !known.equals(storage)) {
      throw Refusal.unsupported("declares the storage " + storage.key() + " in two ways");
    }
    return storage;
  }

  /**
   * Finds each storage's position and checks that the file contains exactly the declared elements.
   */
  private void locate(List<?> keys, long start, long fileBytes) throws IOException {
    long position = start;
    for (Object key : keys) {
      TensorStorage storage = key instanceof String ? storages.get(key) : null;
      if (storage == null || positions.containsKey(storage.key())) {
        throw Refusal.damaged("its list of storages does not match its tensors");
      }
      if (position + Long.BYTES > fileBytes
          || storage.bytes() > fileBytes - position - Long.BYTES) {
        throw Refusal.damaged(
            "it ends before the %d bytes of storage %s".formatted(storage.bytes(), storage.key()));
      }
      long elements =
          ByteBuffer.wrap(read(position, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (elements != storage.elements()) {
        throw Refusal.damaged(
            "storage %s has %d elements instead of the %d declared"
                .formatted(storage.key(), elements, storage.elements()));
      }
      positions.put(storage.key(), position + Long.BYTES);
      position += Long.BYTES + storage.bytes();
    }
    if (positions.size() != storages.size()) {
      throw Refusal.damaged("its list of storages does not match its tensors");
    }
  }

  @Override
  public Object root() {
    return root;
  }

  @Override
  public ForeignObjects foreign() {
    return foreign;
  }

  @Override
  public byte[] read(TensorStorage storage, long from, int count) throws IOException {
    Long position = positions.get(storage.key());
    if (position == null) {
      throw new IllegalArgumentException("storage " + storage.key() + " is not of this file");
    }
    return read(position + from, count);
  }

  private byte[] read(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
