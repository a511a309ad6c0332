package io.paastreams.model.layer;

import io.paastreams.model.layer.Value.Bytes;
import io.paastreams.model.layer.Value.Floats;
import io.paastreams.model.layer.Value.Sums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a value that convolutions read next is stored. Each such value has a place, named after the
 * layer whose result it is; all values of one place are stored in the same way.
 */
public sealed interface ActivationStorage {

  /** Leaves floats unchanged. */
  ActivationStorage AS_IS = new AsIs();

  /** Whether convolutions read bytes. */
  boolean inBytes();

  /** Stores a value in the form that convolutions read. */
  Value store(NetworkScript.Writer script, String place, Value x);

  /** Like {@link #store} with negative values replaced by 0, in the memory of {@code x}. */
  Value storeRectified(NetworkScript.Writer script, String place, Value x);

  /** Leaves floats unchanged. */
  record AsIs() implements ActivationStorage {

    @Override
    public boolean inBytes() {
      return false;
    }

    @Override
    public Value store(NetworkScript.Writer script, String place, Value x) {
      return x;
    }

    @Override
    public Value storeRectified(NetworkScript.Writer script, String place, Value x) {
      return script.add("torch.relu_(%s)", x);
    }
  }

  /**
   * Turns floats into bytes.
   *
   * @param ranges the ranges by place
   */
  record AsBytes(Map<String, Range> ranges) implements ActivationStorage {

    /** PyTorch's numbers of its element types. */
    private static final int UINT8 = 0;

    private static final int QUINT8 = 13;

    @Override
    public boolean inBytes() {
      return true;
    }

    @Override
    public Value store(NetworkScript.Writer script, String place, Value x) {
      return bytes(script, Quantization.of(range(place)), x);
    }

    /** A ReLU costs nothing: if the byte for 0 is the smallest, no byte is below it. */
    @Override
    public Value storeRectified(NetworkScript.Writer script, String place, Value x) {
      Value rectified = x instanceof Sums sums ? sums.withRelu() : x;
      return bytes(script, Quantization.of(range(place).rectified()), rectified);
    }

    private Range range(String place) {
      Range range = ranges.get(place);
      if (range == null) {
        throw new IllegalArgumentException("there is no range for " + place);
      }
      return range;
    }

    private static Bytes bytes(NetworkScript.Writer script, Quantization to, Value x) {
      if (x instanceof Sums sums) {
        return QuantizedConvolution.bytes(script, sums, to);
      }
      if (x instanceof Bytes) {
        throw new IllegalStateException(x + " is already stored");
      }
      String quantized =
          script.assign(
              "torch.quantize_per_tensor(%s, %s, %d, %d)"
                  .formatted(x, to.scale(), to.zeroPoint(), QUINT8));
      return new Bytes(plain(script, quantized), to);
    }

    /**
     * The plain bytes of the engine's quantised tensor, in the same memory: torch.int_repr copies
     * them one by one, and views of another type remain quantised.
     */
    private static String plain(NetworkScript.Writer script, String quantized) {
      String rows =
          script.assign("torch.contiguous(torch.permute(%s, [0, 2, 3, 1]))".formatted(quantized));
      String none =
          "torch.empty([0], dtype=%d, layout=None, device=None, pin_memory=None)".formatted(UINT8);
      return script.assign(
          "torch.permute(torch.set_(%s, %s, 0, torch.size(%s)), [0, 3, 1, 2])"
              .formatted(none, rows, rows));
    }
  }

  /**
   * Leaves floats as floats, but rounds those of one place as if they became bytes.
   *
   * @param rounded the place to round
   * @param range the range of the values there
   */
  record RoundedAt(String rounded, Range range) implements ActivationStorage {

    @Override
    public boolean inBytes() {
      return false;
    }

    @Override
    public Value store(NetworkScript.Writer script, String place, Value x) {
      if (!place.equals(rounded)) {
        return x;
      }
      Quantization to = Quantization.of(range);
      return script.add(
          "torch.fake_quantize_per_tensor_affine(%s, %s, %d, 0, 255)",
          x, to.scale(), to.zeroPoint());
    }

    @Override
    public Value storeRectified(NetworkScript.Writer script, String place, Value x) {
      return store(script, place, AS_IS.storeRectified(script, place, x));
    }
  }

  /**
   * Leaves floats unchanged and records a figure of each.
   *
   * @param figure TorchScript by place, into which {@link String#formatted} puts the value
   * @param figures the figures by place, in the order of the script; filled while it is written
   */
  record Observed(Function<String, String> figure, Map<String, List<Value>> figures)
      implements ActivationStorage {

    /** Observes with this figure. */
    public Observed(Function<String, String> figure) {
      this(figure, new LinkedHashMap<>());
    }

    @Override
    public boolean inBytes() {
      return false;
    }

    @Override
    public Value store(NetworkScript.Writer script, String place, Value x) {
      Floats taken = script.add(figure.apply(place), x);
      figures.computeIfAbsent(place, first -> new ArrayList<>()).add(taken);
      return x;
    }

    @Override
    public Value storeRectified(NetworkScript.Writer script, String place, Value x) {
      return store(script, place, AS_IS.storeRectified(script, place, x));
    }
  }
}
