package io.paastreams.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paastreams.model.StateDict.Tensor;
import io.paastreams.text.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors file format, as far as weights need it: an 8-byte little-endian length, a JSON
 * header of that length with each tensor's dtype, shape and position, then the values,
 * little-endian and row-major, without gaps.
 *
 * <p>A file is untrusted input: everything that the header says is checked against the file's size
 * before memory is allocated for it.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {

  static final int MAX_HEADER_BYTES = 8 << 20;

  private static final int CHUNK_BYTES = 1 << 18;

  /** The longest quotation from the header in a message. */
  private static final int MOST_FINDING = 500;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Safetensors() {}

  /** Element types that are widened to float32. */
  private enum DType {
    F32(4),
    F16(2),
    BF16(2);

    final int bytes;

    DType(int bytes) {
      this.bytes = bytes;
    }

    float get(ByteBuffer from) {
      return switch (this) {
        case F32 -> from.getFloat();
        case F16 -> HalfFloats.fromFloat16(from.getShort());
        case BF16 -> HalfFloats.fromBfloat16(from.getShort());
      };
    }
  }

  /** A tensor's position: {@code [begin, end)} in bytes after the header. */
  private record Entry(String name, DType dtype, long[] shape, long begin, long end) {

    int elements() {
      return (int) ((end - begin) / dtype.bytes);
    }
  }

  /**
   * Reads all tensors in the order of their values in the file.
   *
   * @throws ModelFormatException if the file is not of this format, is cut short, or contains
   *     tensors other than F32, F16 and BF16
   */
  public static StateDict read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < 10) {
        throw malformed(file, "has only " + size + " bytes");
      }
      long headerBytes = readFully(channel, 8, 0, file).getLong();
      if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > size - 8) {
        throw malformed(
            file,
            "declares a header of %d bytes in a file of %d (at most %d are read)"
                .formatted(headerBytes, size, MAX_HEADER_BYTES));
      }
      byte[] header = readFully(channel, (int) headerBytes, 8, file).array();
      List<Entry> entries = entries(header, size - 8 - headerBytes, file);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Entry entry : entries) {
        tensors.put(entry.name(), readTensor(channel, 8 + headerBytes, entry, file));
      }
      return new StateDict(tensors);
    }
  }

  /**
   * Writes tensors in their order.
   *
   * @throws IOException also if a value does not fit float16 although that format is requested
   */
  public static void write(Path file, StateDict weights, ModelFolder.WeightFormat format)
      throws IOException {
    boolean half = format == ModelFolder.WeightFormat.FLOAT16;
    byte[] header = header(weights, half ? DType.F16 : DType.F32);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = littleEndian(CHUNK_BYTES);
      writeFully(channel, littleEndian(8).putLong(header.length).flip());
      writeFully(channel, ByteBuffer.wrap(header));
      for (Map.Entry<String, Tensor> entry : weights.tensors().entrySet()) {
        for (float value : entry.getValue().values()) {
          if (half) {
            buffer.putShort(narrow(entry.getKey(), value));
          } else {
            buffer.putFloat(value);
          }
          if (!buffer.hasRemaining()) {
            writeFully(channel, buffer.flip());
            buffer.clear();
          }
        }
      }
      writeFully(channel, buffer.flip());
      channel.force(true);
    }
  }

  private static short narrow(String name, float value) throws ModelFormatException {
    if (Math.abs(value) > HalfFloats.MAX_FLOAT16) {
      throw new ModelFormatException(
          name
              + " contains "
              + value
              + ", which float16 cannot hold: write the weights as float32");
    }
    return HalfFloats.toFloat16(value);
  }

  private static byte[] header(StateDict weights, DType dtype) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : weights.tensors().entrySet()) {
      ObjectNode node = root.putObject(entry.getKey()).put("dtype", dtype.name());
      var shape = node.putArray("shape");
      for (long length : entry.getValue().shape()) {
        shape.add(length);
      }
      long end = offset + (long) dtype.bytes * entry.getValue().values().length;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(root);
    // Spaces at the end keep the values aligned, as the format requires.
    byte[] padded = new byte[(json.length + 7) / 8 * 8];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(json, 0, padded, 0, json.length);
    return padded;
  }

  private static List<Entry> entries(byte[] header, long dataBytes, Path file)
      throws ModelFormatException {
    JsonNode root;
    try {
      root = JSON.readTree(header);
    } catch (IOException e) {
      throw new ModelFormatException(notSafetensors(file, "has a header that is not JSON"), e);
    }
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : root.properties()) {
      if (!each.getKey().equals("__metadata__")) {
        entries.add(entry(each.getKey(), each.getValue(), file));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long position = 0;
    for (Entry entry : entries) {
      if (entry.begin() != position) {
        throw malformed(
            file,
            "places %s at byte %d instead of %d (gap or overlap)"
                .formatted(entry.name(), entry.begin(), position));
      }
      position = entry.end();
    }
    if (entries.isEmpty() || position != dataBytes) {
      throw malformed(file, "names %d bytes of values but has %d".formatted(position, dataBytes));
    }
    return entries;
  }

  private static Entry entry(String name, JsonNode node, Path file) throws ModelFormatException {
    DType dtype;
    try {
      dtype = DType.valueOf(node.path("dtype").asText());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          notSafetensors(
              file,
              "contains %s with dtype %s; weights are F32, F16 or BF16"
                  .formatted(name, node.path("dtype"))),
          e);
    }
    long[] shape = longs(node.path("shape"), name + "'s shape", file);
    long[] offsets = longs(node.path("data_offsets"), name + "'s data_offsets", file);
    long elements;
    try {
      elements = Tensor.elements(shape);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(notSafetensors(file, name + ": " + e.getMessage()), e);
    }
    if (offsets.length != 2
        || elements > Integer.MAX_VALUE / 4
        || offsets[1] - offsets[0] != elements * dtype.bytes) {
      throw malformed(
          file,
          "gives %s %s at %s: the shape needs %d values of %d bytes"
              .formatted(
                  name, node.path("shape"), node.path("data_offsets"), elements, dtype.bytes));
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static long[] longs(JsonNode node, String what, Path file) throws ModelFormatException {
    if (!node.isArray() || node.size() > 16) {
      throw malformed(file, "has no list of at most 16 numbers as " + what);
    }
    long[] longs = new long[node.size()];
    for (int i = 0; i < longs.length; i++) {
      JsonNode each = node.get(i);
      if (!each.isIntegralNumber() || !each.canConvertToLong() || each.longValue() < 0) {
        throw malformed(file, "has " + each + " in " + what);
      }
      longs[i] = each.longValue();
    }
    return longs;
  }

  private static Tensor readTensor(FileChannel channel, long dataStart, Entry entry, Path file)
      throws IOException {
    float[] values = new float[entry.elements()];
    int perChunk = CHUNK_BYTES / entry.dtype().bytes;
    for (int done = 0; done < values.length; done += perChunk) {
      int count = Math.min(perChunk, values.length - done);
      long position = dataStart + entry.begin() + (long) done * entry.dtype().bytes;
      ByteBuffer chunk = readFully(channel, count * entry.dtype().bytes, position, file);
      for (int i = 0; i < count; i++) {
        values[done + i] = entry.dtype().get(chunk);
      }
    }
    return new Tensor(entry.shape(), values);
  }

  private static ByteBuffer readFully(FileChannel channel, int count, long position, Path file)
      throws IOException {
    ByteBuffer buffer = littleEndian(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException(file + " became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ModelFormatException malformed(Path file, String finding) {
    return new ModelFormatException(notSafetensors(file, finding));
  }

  private static String notSafetensors(Path file, String finding) {
    return file
        + " is not a valid safetensors file: it "
        + Printable.line(finding, MOST_FINDING)
        + ". Copy or write the model folder again.";
  }
}
