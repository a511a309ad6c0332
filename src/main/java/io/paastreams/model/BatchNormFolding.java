package io.paastreams.model;

import io.paastreams.model.StateDict.Tensor;
import io.paastreams.model.layer.BatchNorm;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Merges each batch normalisation into the convolution before it: with fixed statistics it is a
 * factor and an offset per channel. Computed in double precision.
 */
final class BatchNormFolding {

  private static final String MEAN = ".running_mean";

  private BatchNormFolding() {}

  /**
   * Returns the weights for {@link io.paastreams.model.layer.Form#FOLDED}, computed from complete
   * trainable ones.
   */
  static StateDict fold(StateDict weights) {
    Map<String, Tensor> result = new LinkedHashMap<>(weights.tensors());
    for (String name : weights.tensors().keySet()) {
      if (name.endsWith(MEAN)) {
        foldOne(name.substring(0, name.length() - MEAN.length()), result);
      }
    }
    return new StateDict(result);
  }

  private static void foldOne(String norm, Map<String, Tensor> tensors) {
    float[] gamma = take(tensors, norm + ".weight");
    float[] beta = take(tensors, norm + ".bias");
    float[] mean = take(tensors, norm + MEAN);
    float[] variance = take(tensors, norm + ".running_var");
    String conv = convolutionBefore(norm);
    Tensor kernel = require(tensors, conv + ".weight");
    float[] weight = kernel.values().clone();
    float[] bias = new float[gamma.length];
    int perChannel = weight.length / gamma.length;
    for (int channel = 0; channel < gamma.length; channel++) {
      double factor = gamma[channel] / Math.sqrt((double) variance[channel] + BatchNorm.EPSILON);
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        weight[i] = (float) (weight[i] * factor);
      }
      bias[channel] = (float) (beta[channel] - mean[channel] * factor);
    }
    tensors.put(conv + ".weight", new Tensor(kernel.shape(), weight));
    tensors.put(conv + ".bias", new Tensor(new long[] {bias.length}, bias));
  }

  /**
   * The convolution before a normalisation: {@code x.bn2} follows {@code x.conv2}, and {@code
   * x.downsample.1} follows {@code x.downsample.0}.
   */
  private static String convolutionBefore(String norm) {
    int last = norm.lastIndexOf('.') + 1;
    String parent = norm.substring(0, last);
    String own = norm.substring(last);
    return parent + (own.startsWith("bn") ? "conv" + own.substring(2) : "0");
  }

  private static float[] take(Map<String, Tensor> tensors, String name) {
    float[] values = require(tensors, name).values();
    tensors.remove(name);
    return values;
  }

  private static Tensor require(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the weights lack " + name);
    }
    return tensor;
  }
}
