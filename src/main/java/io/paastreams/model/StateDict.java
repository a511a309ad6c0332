package io.paastreams.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named weights in plain Java memory, in the checkpoint's order, by the reference's parameter names
 * (for example {@code backbone.layer1.0.conv1.weight}). Integer counters such as {@code
 * num_batches_tracked} are not part of it.
 */
public record StateDict(Map<String, Tensor> tensors) {

  public StateDict {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * A float32 tensor.
   *
   * @param shape lengths of the axes; empty for a scalar
   * @param values row-major; not copied
   */
  public record Tensor(long[] shape, float[] values) {}
}
