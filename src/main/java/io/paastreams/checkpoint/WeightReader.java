package io.paastreams.checkpoint;

import io.paastreams.model.ParameterTable;
import io.paastreams.model.StateDict;
import io.paastreams.model.StateDict.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the tensors of a checkpoint as the weights of a network: exactly those, and only if they
 * are valid.
 */
final class WeightReader {

  private WeightReader() {}

  /**
   * Reads the weights in the order of the checkpoint.
   *
   * @param table the shapes of the network's weights by name
   */
  static StateDict read(
      TorchCheckpoint checkpoint, Map<String, TorchTensor> tensors, Map<String, long[]> table)
      throws IOException {
    demandFit(tensors, table);
    demandPlainWeights(checkpoint, tensors);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, TorchTensor> entry : tensors.entrySet()) {
      float[] values = checkpoint.floats(entry.getValue());
      weights.put(entry.getKey(), new Tensor(entry.getValue().shape(), values));
      for (float value : values) {
        if (!Float.isFinite(value)) {
          broken.add(entry.getKey());
          break;
        }
      }
    }
    if (!broken.isEmpty()) {
      throw new Refusal(
          "contains values that are not finite in " + Names.listed(broken),
          "Its training has diverged: take an earlier checkpoint");
    }
    return new StateDict(weights);
  }

  private static void demandFit(Map<String, TorchTensor> tensors, Map<String, long[]> table) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    List<String> differences = ParameterTable.differences(table, shapes);
    if (!differences.isEmpty()) {
      throw new Refusal(
          "is not a PAA detector as this project builds it; of its tensors "
              + Names.listed(differences),
          "Pass a checkpoint of mmdetection's PAA with ResNet, FPN and one anchor per location");
    }
  }

  private static void demandPlainWeights(
      TorchCheckpoint checkpoint, Map<String, TorchTensor> tensors) {
    long bytes = 0;
    List<String> wholeNumbers = new ArrayList<>();
    for (Map.Entry<String, TorchTensor> entry : tensors.entrySet()) {
      bytes += entry.getValue().spanBytes();
      if (!entry.getValue().storage().type().floating()) {
        wholeNumbers.add(entry.getKey() + " " + entry.getValue().storage().type());
      }
    }
    if (!wholeNumbers.isEmpty()) {
      throw Refusal.unsupported(
          "has weights that are not floating-point numbers: " + Names.listed(wholeNumbers));
    }
    // Weights do not overlap; many views of one storage would multiply the memory needed.
    if (bytes > checkpoint.fileBytes()) {
      throw Refusal.unsupported(
          "has tensors that share memory: they span %d bytes in a file of %d"
              .formatted(bytes, checkpoint.fileBytes()));
    }
  }
}
