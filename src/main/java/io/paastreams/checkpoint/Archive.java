package io.paastreams.checkpoint;

import java.io.Closeable;
import java.io.IOException;

/** One of the two forms of files that {@code torch.save} writes. */
sealed interface Archive extends Closeable permits ZipArchive, StreamArchive {

  /**
   * The largest pickle. Pickles of weights are far below 1 MiB, but mmengine also logs every step
   * in them: nine figures of 16 bytes (24 under protocol 2) amount to 150 MB after the 700,000
   * steps of COCO on one GPU.
   */
  int MAX_PICKLE_BYTES = 256 << 20;

  /** The saved object, with its storages checked against the file but not read. */
  Object root();

  /** The objects in {@link #root} that were not read. */
  ForeignObjects foreign();

  /**
   * Reads a part of a storage.
   *
   * @param from the first byte, counted within the storage
   * @param count the number of bytes; the part must lie within the storage
   */
  byte[] read(TensorStorage storage, long from, int count) throws IOException;

  /** Makes a storage from the tuple ('storage', class, key, location, number of elements, ...). */
  static TensorStorage storage(Object[] id) {
    if (id.length < 5
        || !"storage".equals(id[0])
        || !(id[1] instanceof PickleGlobals.StorageClass type)
        || !(id[2] instanceof String key)) {
      throw Refusal.unsupported("refers to data that is not a tensor's storage of a known type");
    }
    if (id.length > 5 && id[5] != null) {
      throw Refusal.unsupported(
          "has storages that are views of other storages, as PyTorch 0.3 wrote them");
    }
    long elements = PickleGlobals.whole(id[4]);
    if (elements < 0 || elements > Long.MAX_VALUE / Double.BYTES) {
      throw Refusal.damaged("a storage declares " + elements + " elements");
    }
    return new TensorStorage(key, type.type(), elements);
  }
}
