package io.paastreams.checkpoint;

import io.paastreams.model.HalfFloats;
import java.nio.ByteBuffer;

/** Element types of PyTorch storages, little-endian. */
enum ElementType {
  FLOAT64("DoubleStorage", 8, true),
  FLOAT32("FloatStorage", 4, true),
  FLOAT16("HalfStorage", 2, true),
  BFLOAT16("BFloat16Storage", 2, true),
  INT64("LongStorage", 8, false),
  INT32("IntStorage", 4, false),
  INT16("ShortStorage", 2, false),
  INT8("CharStorage", 1, false),
  UINT8("ByteStorage", 1, false),
  BOOL("BoolStorage", 1, false);

  private final String storageClass;
  private final int bytes;
  private final boolean floating;

  ElementType(String storageClass, int bytes, boolean floating) {
    this.storageClass = storageClass;
    this.bytes = bytes;
    this.floating = floating;
  }

  /** The name of the storage's class in Python's module {@code torch}. */
  String storageClass() {
    return storageClass;
  }

  /** The size of an element in bytes. */
  int bytes() {
    return bytes;
  }

  boolean floating() {
    return floating;
  }

  /** The element at a byte index; exact except for INT64 beyond 2^53. */
  double get(ByteBuffer from, int index) {
    return switch (this) {
      case FLOAT64 -> from.getDouble(index);
      case FLOAT32 -> from.getFloat(index);
      case FLOAT16 -> HalfFloats.fromFloat16(from.getShort(index));
      case BFLOAT16 -> HalfFloats.fromBfloat16(from.getShort(index));
      case INT64 -> from.getLong(index);
      case INT32 -> from.getInt(index);
      case INT16 -> from.getShort(index);
      case INT8 -> from.get(index);
      case UINT8 -> from.get(index) & 0xff;
      case BOOL -> from.get(index) == 0 ? 0 : 1;
    };
  }
}
