package io.paastreams.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, as an attacker would. */
final class PickleWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static PickleWriter protocol2() {
    return new PickleWriter().raw(0x80, 2);
  }

  PickleWriter raw(int... bytes) {
    for (int each : bytes) {
      out.write(each);
    }
    return this;
  }

  PickleWriter ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  PickleWriter global(String module, String name) {
    return ascii("c" + module + "\n" + name + "\n");
  }

  PickleWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ascii("X").int32(bytes.length).bytes(bytes);
  }

  PickleWriter bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  PickleWriter int32(int value) {
    return bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  PickleWriter int64(long value) {
    return bytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  /** LONG1. */
  PickleWriter whole(long value) {
    return raw(0x8a, 8).int64(value);
  }

  /** A tuple of whole numbers. */
  PickleWriter wholes(long... values) {
    ascii("(");
    for (long each : values) {
      whole(each);
    }
    return ascii("t");
  }

  /** A storage by its persistent id. */
  PickleWriter storage(String type, String key, long elements) {
    return ascii("(")
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .whole(elements)
        .ascii("tQ");
  }

  /** A tensor of the storage that {@link #storage} makes. */
  PickleWriter tensor(
      String type, String key, long elements, long offset, long[] shape, long[] stride) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .ascii("(")
        .storage(type, key, elements)
        .whole(offset)
        .wholes(shape)
        .wholes(stride)
        .raw(0x89)
        .global("collections", "OrderedDict")
        .ascii(")RtR");
  }

  byte[] stop() {
    return ascii(".").toBytes();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
