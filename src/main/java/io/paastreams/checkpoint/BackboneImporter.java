package io.paastreams.checkpoint;

import io.paastreams.model.ParameterTable;
import io.paastreams.model.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Extracts a ResNet from a checkpoint: from a classifier with torchvision's names ({@code
 * conv1.weight}; its {@code fc} is left out), or from a detector ({@code backbone.conv1.weight}).
 */
public final class BackboneImporter {

  private static final String PREFIX = "backbone.";

  private BackboneImporter() {}

  /**
   * Reads the backbone's weights. The checkpoint is untrusted input: nothing in it is executed.
   *
   * @throws CheckpointException if it is not a checkpoint, is damaged, contains anything but plain
   *     data, or contains no ResNet-18, 34, 50 or 101
   * @throws IOException if the file cannot be read
   */
  public static ImportedBackbone read(Path file) throws IOException {
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      Map<String, TorchTensor> tensors = backbone(NamedTensors.of(checkpoint.root()).tensors());
      Recipe.Backbone shape = PaaShape.backbone(tensors);
      return new ImportedBackbone(
          shape, WeightReader.read(checkpoint, tensors, ParameterTable.of(shape)));
    } catch (IllegalArgumentException e) {
      throw TorchCheckpoint.refused(file, Refusal.unsupported("has no usable backbone"));
    } catch (Refusal refusal) {
      throw TorchCheckpoint.refused(file, refusal);
    }
  }

  private static Map<String, TorchTensor> backbone(Map<String, TorchTensor> tensors) {
    boolean detector = tensors.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
    Map<String, TorchTensor> backbone = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (detector && name.startsWith(PREFIX)) {
            backbone.put(name, tensor);
          } else if (!detector && !name.startsWith("fc.")) {
            backbone.put(PREFIX + name, tensor);
          }
        });
    return backbone;
  }
}
