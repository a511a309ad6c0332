package io.paastreams.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads the reference's recorded values from {@code src/test/resources/golden}. */
public final class Golden {

  private Golden() {}

  public static JsonNode json(String path) {
    try (InputStream in = open(path)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All arrays of an {@code .npz} file by name, without the {@code .npy}. */
  public static Map<String, Array> arrays(String path) {
    Map<String, Array> arrays = new HashMap<>();
    try (InputStream in = open(path);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replace(".npy", ""), Array.parse(zip.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return arrays;
  }

  public static float[] floats(JsonNode array) {
    return flatten(array).stream()
        .map(JsonNode::floatValue)
        .collect(FloatList::new, FloatList::add, FloatList::addAll)
        .toArray();
  }

  public static int[] ints(JsonNode array) {
    return flatten(array).stream().mapToInt(JsonNode::intValue).toArray();
  }

  public static double[] doubles(JsonNode array) {
    return flatten(array).stream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  private static java.util.List<JsonNode> flatten(JsonNode node) {
    java.util.List<JsonNode> values = new java.util.ArrayList<>();
    if (node.isArray()) {
      node.forEach(child -> values.addAll(flatten(child)));
    } else {
      values.add(node);
    }
    return values;
  }

  private static InputStream open(String path) {
    return Objects.requireNonNull(
        Golden.class.getResourceAsStream("/golden/" + path), () -> "no golden file " + path);
  }

  private static final class FloatList {
    private final java.util.List<Float> values = new java.util.ArrayList<>();

    void add(float value) {
      values.add(value);
    }

    void addAll(FloatList other) {
      values.addAll(other.values);
    }

    float[] toArray() {
      float[] result = new float[values.size()];
      for (int i = 0; i < result.length; i++) {
        result[i] = values.get(i);
      }
      return result;
    }
  }

  /** One {@code .npy} array, row-major, as doubles (exact for float32 and for these integers). */
  public record Array(long[] shape, double[] values) {

    static Array parse(byte[] npy) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
      int headerLength = buffer.getShort(8) & 0xffff;
      String header = new String(npy, 10, headerLength, StandardCharsets.US_ASCII);
      String type = header.replaceAll("(?s).*'descr': '([^']+)'.*", "$1");
      String axes = header.replaceAll("(?s).*'shape': \\(([^)]*)\\).*", "$1").trim();
      long[] shape =
          axes.isEmpty()
              ? new long[0]
              : java.util.Arrays.stream(axes.split(","))
                  .map(String::trim)
                  .filter(axis -> !axis.isEmpty())
                  .mapToLong(Long::parseLong)
                  .toArray();
      int count = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      double[] values = new double[count];
      buffer.position(10 + headerLength);
      for (int i = 0; i < count; i++) {
        values[i] =
            switch (type) {
              case "<f4" -> buffer.getFloat();
              case "<f8" -> buffer.getDouble();
              case "<i8" -> buffer.getLong();
              case "<i4" -> buffer.getInt();
              case "|b1", "|u1" -> buffer.get() & 0xff;
              default -> throw new IOException("no reader for dtype " + type);
            };
      }
      return new Array(shape, values);
    }

    public float[] floats() {
      float[] result = new float[values.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = (float) values[i];
      }
      return result;
    }

    public int[] ints() {
      return java.util.Arrays.stream(values).mapToInt(value -> (int) value).toArray();
    }
  }
}
