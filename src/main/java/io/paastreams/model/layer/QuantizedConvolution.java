package io.paastreams.model.layer;

import io.paastreams.model.layer.Value.Bytes;
import io.paastreams.model.layer.Value.Floats;
import io.paastreams.model.layer.Value.Sums;
import java.util.Locale;

/**
 * oneDNN's convolution of unsigned bytes with signed ones, as PyTorch offers it: on plain tensors,
 * so that it can be part of a script.
 *
 * <p>Each output channel of the kernels has a scale of its own. They are packed once into the
 * layout that the CPU's instructions need.
 */
final class QuantizedConvolution {

  /** The largest signed byte; -128 is not used, so that 0 stays in the middle. */
  private static final int LARGEST = 127;

  /** PyTorch's numbers of its element types. */
  private static final int UINT8 = 0;

  private static final int FLOAT32 = 6;

  private QuantizedConvolution() {}

  /**
   * Prepares kernels and records a convolution.
   *
   * @param kernels an expression of the preparation: float32 (out, in, k, k)
   * @param bias an expression of the script
   */
  static Sums of(
      NetworkScript.Writer script,
      Bytes x,
      String kernels,
      String bias,
      long stride,
      long padding) {
    script.kept(x);
    Preparation preparation = script.preparation();
    String scales =
        preparation.argument(
            "torch.clamp_min(torch.div(torch.amax(torch.abs(%s), [1, 2, 3]), %d.), 1e-12)"
                .formatted(kernels, LARGEST));
    String bytes =
        preparation.argument(
            "torch.to(torch.round(torch.div(%s, torch.reshape(%s, [-1, 1, 1, 1]))), 1)"
                .formatted(kernels, scales));
    String zeros = preparation.argument("torch.to(torch.zeros_like(%s), 3)".formatted(scales));
    String window = "[%d, %d], [%d, %d], [1, 1], 1".formatted(stride, stride, padding, padding);
    String packed =
        script.packed(
            "ops.onednn.qconv_prepack(%s, %s, %s, %s, torch.size(%s))"
                .formatted(bytes, scales, scaleAndZero(x.quantization()), window, x));
    return new Sums(
        x, "%s, %s, %s".formatted(packed, scales, zeros), bias + ", " + window, null, false);
  }

  /** Computes the sums as floats. */
  static Floats floats(NetworkScript.Writer script, Sums sums) {
    if (sums.shortcut() != null) {
      throw new IllegalStateException("the sum with a shortcut is stored in its bytes");
    }
    return new Floats(script.assign(simple(sums, "1., 0, " + FLOAT32)));
  }

  /** Computes the sums and rounds them to bytes. */
  static Bytes bytes(NetworkScript.Writer script, Sums sums, Quantization to) {
    String output = scaleAndZero(to) + ", " + UINT8;
    Bytes shortcut = sums.shortcut();
    if (shortcut == null) {
      return new Bytes(script.assign(simple(sums, output)), to);
    }
    String statement = withShortcut(sums, script.kept(shortcut), output);
    script.overwrite(shortcut);
    script.kept(sums.input());
    return new Bytes(script.assign(statement), to);
  }

  private static String simple(Sums sums, String output) {
    return "ops.onednn.qconv2d_pointwise(%s, %s, %s, %s, %s, \"%s\", [], \"\")"
        .formatted(
            sums.input(),
            scaleAndZero(sums.input().quantization()),
            sums.kernels(),
            sums.window(),
            output,
            relu(sums));
  }

  private static String withShortcut(Sums sums, Bytes shortcut, String output) {
    return "ops.onednn.qconv2d_pointwise(%s, %s, %s, %s, %s, %s, %s, \"sum\", 1., \"%s\", [], \"\")"
        .formatted(
            sums.input(),
            scaleAndZero(sums.input().quantization()),
            sums.kernels(),
            shortcut,
            sums.window(),
            output,
            scaleAndZero(shortcut.quantization()),
            relu(sums));
  }

  private static String relu(Sums sums) {
    return sums.rectified() ? "relu" : "none";
  }

  private static String scaleAndZero(Quantization quantization) {
    return String.format(Locale.ROOT, "%s, %d", quantization.scale(), quantization.zeroPoint());
  }
}
