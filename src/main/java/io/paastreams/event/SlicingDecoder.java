package io.paastreams.event;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Avro's binary encoding in an array, returning fields of type {@code bytes} as slices of
 * it: Avro's own decoder would copy them, and a frame's image is nearly all of its record.
 * Everything else is left to Avro's decoder.
 *
 * <p>Threading: confined to one thread. The array must not change while slices are in use.
 */
final class SlicingDecoder extends Decoder {

  private final byte[] array;
  private final BinaryDecoder avro;

  /** Reads from {@code offset} to the array's end. */
  SlicingDecoder(byte[] array, int offset) {
    this.array = array;
    this.avro = DecoderFactory.get().binaryDecoder(array, offset, array.length - offset, null);
  }

  @Override
  public int remainingBytes() {
    return avro.remainingBytes();
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    long length = avro.readLong();
    int left = avro.remainingBytes();
    if (length < 0) {
      throw new AvroRuntimeException("bytes have a length of " + length);
    }
    if (length > left) {
      throw new EOFException("of " + length + " bytes only " + left + " are left");
    }
    avro.skipFixed((int) length);
    return ByteBuffer.wrap(array, array.length - left, (int) length).slice();
  }

  @Override
  public void readNull() throws IOException {
    avro.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return avro.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return avro.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return avro.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return avro.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return avro.readDouble();
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return avro.readString(old);
  }

  @Override
  public String readString() throws IOException {
    return avro.readString();
  }

  @Override
  public void skipString() throws IOException {
    avro.skipString();
  }

  @Override
  public void skipBytes() throws IOException {
    avro.skipBytes();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    avro.readFixed(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    avro.skipFixed(length);
  }

  @Override
  public int readEnum() throws IOException {
    return avro.readEnum();
  }

  @Override
  public long readArrayStart() throws IOException {
    return avro.readArrayStart();
  }

  @Override
  public long arrayNext() throws IOException {
    return avro.arrayNext();
  }

  @Override
  public long skipArray() throws IOException {
    return avro.skipArray();
  }

  @Override
  public long readMapStart() throws IOException {
    return avro.readMapStart();
  }

  @Override
  public long mapNext() throws IOException {
    return avro.mapNext();
  }

  @Override
  public long skipMap() throws IOException {
    return avro.skipMap();
  }

  @Override
  public int readIndex() throws IOException {
    return avro.readIndex();
  }
}
