package io.paastreams.check;

import io.paastreams.inference.PrecisionChoice;
import io.paastreams.model.Model;
import io.paastreams.model.layer.ByteArithmetic;
import io.paastreams.model.torch.Precision;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Checks whether this CPU can compute this model in int8, and whether that is worthwhile. */
final class PrecisionCheck implements Check {

  /** The share of float32's time above which the rest of a network consumes the gain. */
  private static final double WORTHWHILE = 0.8;

  private final Precision precision;
  private final Supplier<Model> model;
  private final Supplier<ByteArithmetic> arithmetic;

  PrecisionCheck(Precision precision, Supplier<Model> model) {
    this(precision, model, PrecisionChoice::byteArithmetic);
  }

  PrecisionCheck(Precision precision, Supplier<Model> model, Supplier<ByteArithmetic> arithmetic) {
    this.precision = precision;
    this.model = model;
    this.arithmetic = arithmetic;
  }

  @Override
  public String subject() {
    return "precision " + precision.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Finding> run() {
    if (precision != Precision.INT8) {
      return List.of();
    }
    try {
      model.get().ranges(Precision.INT8);
      PrecisionChoice.requireExact(arithmetic.get());
    } catch (IllegalArgumentException e) {
      return List.of(
          Finding.fault(subject(), String.valueOf(e.getMessage()), "or set model.precision"));
    }
    double ratio = arithmetic.get().timeOfFloat32();
    String found =
        String.format(Locale.ROOT, "a convolution takes %.2f of float32's time here", ratio);
    return List.of(
        ratio < WORTHWHILE
            ? Finding.ok(subject(), found)
            : Finding.warning(
                subject(),
                found + ": this CPU gains little from int8",
                "set model.precision to float32, or to auto, which measures"));
  }
}
