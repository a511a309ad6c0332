package io.paastreams.checkpoint;

import io.paastreams.model.ParameterTable;
import io.paastreams.model.Recipe;
import io.paastreams.model.StateDict.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A checkpoint of a small valid detector that a test can change before it is written. */
public final class MadeCheckpoint {

  final Map<String, long[]> shapes = new LinkedHashMap<>();
  final Map<String, String> meta = new LinkedHashMap<>();

  /** Values beside the weights, as opcodes. */
  final Map<String, byte[]> beside = new LinkedHashMap<>();

  /** Values among the tensors, as opcodes. */
  final Map<String, byte[]> among = new LinkedHashMap<>();

  /** Weights under another key, if there are any. */
  Map.@Nullable Entry<String, MadeCheckpoint> second;

  String under = "state_dict";
  String type = "FloatStorage";
  float fill = 0.5f;

  /** ResNet-18 of base width 2, pyramid and head of some channels. */
  public static MadeCheckpoint resnet18(int channels, int classes) {
    return of(18, 2, channels, 3, classes);
  }

  static MadeCheckpoint of(int depth, int width, int channels, int startLevel, int classes) {
    MadeCheckpoint made = new MadeCheckpoint();
    Recipe recipe =
        new Recipe(
            "made",
            new Recipe.Backbone(depth, width),
            new Recipe.Neck(channels, startLevel, 5),
            new Recipe.Head(2, 1),
            new Recipe.Anchors(8),
            new Recipe.Input(64, 64, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f), 32),
            new Recipe.Postprocess(0.05f, 1000, 0.6f, 100, true));
    made.shapes.putAll(ParameterTable.of(recipe, classes));
    return made;
  }

  /** Puts a prefix in front of every name. */
  MadeCheckpoint wrapped(String prefix) {
    Map<String, long[]> plain = new LinkedHashMap<>(shapes);
    shapes.clear();
    plain.forEach((name, shape) -> shapes.put(prefix + name, shape));
    return this;
  }

  public Path write(Path folder) throws IOException {
    return Files.write(folder.resolve("made.pth"), zip());
  }

  private byte[] zip() {
    Map<String, byte[]> storages = new LinkedHashMap<>();
    PickleWriter pickle = PickleWriter.protocol2().ascii("}");
    if (!under.isEmpty()) {
      pickle.text("meta").ascii("}");
      meta.forEach((key, value) -> pickle.text(key).text(value).ascii("s"));
      pickle.ascii("s").text(under).global("collections", "OrderedDict").ascii(")R");
    }
    tensors(pickle, storages);
    among.forEach((name, value) -> pickle.text(name).bytes(value).ascii("s"));
    if (!under.isEmpty()) {
      pickle.ascii("s").text("optimizer").ascii("}s");
      if (second != null) {
        pickle.text(second.getKey()).ascii("}");
        second.getValue().tensors(pickle, storages);
        pickle.ascii("s");
      }
      beside.forEach((name, value) -> pickle.text(name).bytes(value).ascii("s"));
    }
    return CheckpointFiles.zip(pickle.stop(), storages);
  }

  private void tensors(PickleWriter pickle, Map<String, byte[]> storages) {
    shapes.forEach(
        (name, shape) -> {
          int elements = (int) Tensor.elements(shape);
          String key = String.valueOf(storages.size());
          storages.put(key, storage(elements));
          pickle.text(name).tensor(type, key, elements, 0, shape, contiguous(shape)).ascii("s");
        });
  }

  private byte[] storage(int elements) {
    boolean floats = type.equals("FloatStorage");
    ByteBuffer bytes =
        ByteBuffer.allocate(elements * (floats ? 4 : 8)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements && floats; i++) {
      bytes.putFloat(fill);
    }
    return bytes.array();
  }

  private static long[] contiguous(long[] shape) {
    long[] stride = new long[shape.length];
    long next = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      stride[axis] = next;
      next *= shape[axis];
    }
    return stride;
  }
}
