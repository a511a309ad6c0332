package io.paastreams.model.layer;

import io.paastreams.model.layer.Value.Bytes;
import io.paastreams.model.layer.Value.Floats;
import io.paastreams.model.layer.Value.Sums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of a value that convolutions read next. Each such value has a place, named after the
 * layer whose result it is; values of one place are stored alike.
 */
public sealed interface Storage {

  /** Floats stay what they are. */
  Storage AS_IS = new AsIs();

  /** Whether convolutions read bytes. */
  boolean inBytes();

  /** The value as convolutions read it. */
  Value store(NetworkScript.Writer script, String place, Value x);

  /** The same of what is negative being 0; in the memory of {@code x}. */
  Value storeRectified(NetworkScript.Writer script, String place, Value x);

  /** As which bytes {@link #storeRectified} stores what is at a place; empty if as floats. */
  default Optional<Quantization> rectifiedBytes(String place) {
    return Optional.empty();
  }

  /** Floats stay what they are. */
  record AsIs() implements Storage {

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
   * Floats become bytes.
   *
   * @param ranges by place
   */
  record AsBytes(Map<String, Range> ranges) implements Storage {

    /** As numbers of PyTorch's element types. */
    private static final int QUINT8 = 13;

    @Override
    public boolean inBytes() {
      return true;
    }

    @Override
    public Value store(NetworkScript.Writer script, String place, Value x) {
      return bytes(script, Quantization.of(range(place)), x);
    }

    /** A byte cannot be below that of 0 if that is the smallest: a ReLU costs nothing. */
    @Override
    public Value storeRectified(NetworkScript.Writer script, String place, Value x) {
      Value rectified = x instanceof Sums sums ? sums.withRelu() : x;
      return bytes(script, rectified(place), rectified);
    }

    @Override
    public Optional<Quantization> rectifiedBytes(String place) {
      return Optional.of(rectified(place));
    }

    private Quantization rectified(String place) {
      return Quantization.of(range(place).rectified());
    }

    private Range range(String place) {
      Range range = ranges.get(place);
      if (range == null) {
        throw new IllegalArgumentException("there is no range of " + place);
      }
      return range;
    }

    private static Bytes bytes(NetworkScript.Writer script, Quantization to, Value x) {
      if (x instanceof Sums sums) {
        return QuantizedConvolution.bytes(script, sums, to);
      }
      if (x instanceof Bytes) {
        throw new IllegalStateException(x + " is stored already");
      }
      return new Bytes(
          script.assign(
              "torch.int_repr(torch.quantize_per_tensor(%s, %s, %d, %d))"
                  .formatted(x, to.scale(), to.zeroPoint(), QUINT8)),
          to);
    }
  }

  /**
   * Floats stay floats, but those of one place are rounded as if they became bytes.
   *
   * @param rounded the place
   * @param range of the values there
   */
  record RoundedAt(String rounded, Range range) implements Storage {

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
   * Floats stay what they are, and a figure of each is taken.
   *
   * @param figure TorchScript by place, in which {@link String#formatted} puts the value
   * @param figures by place, in the order of the script; filled while it is written
   */
  record Observed(Function<String, String> figure, Map<String, List<Value>> figures)
      implements Storage {

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
