package io.paastreams.inference;

import ai.djl.pytorch.jni.JniUtils;
import io.paastreams.geometry.Size;
import io.paastreams.model.ActivationRanges;
import io.paastreams.model.ActivationRanges.Accuracy;
import io.paastreams.model.Model;
import io.paastreams.model.Recipe;
import io.paastreams.model.layer.ByteArithmetic;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchDevice;
import io.paastreams.model.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the precision of a model on this machine where {@link Precision#AUTO} is requested, and
 * refuses int8 where the CPU computes it wrongly.
 *
 * <p>The choice is the fastest of float32, bfloat16 and, if the model's ranges file says that it is
 * as accurate as float32, int8. The fastest is found by measuring, because speed depends on
 * instructions that CPUs of the same name may lack and on how well the engine uses them.
 */
public final class PrecisionChoice {

  private static final Logger LOG = LoggerFactory.getLogger(PrecisionChoice.class);

  /** Another precision must take less than this share of float32's time to be worthwhile. */
  private static final double WORTHWHILE = 0.9;

  /** Larger inputs are measured at this size, because the ratios are much the same. */
  private static final int LONGEST_SIDE = 640;

  private static final int TURNS = 5;

  private PrecisionChoice() {}

  /**
   * Returns the options with a definite precision in which this machine can compute the model.
   *
   * @throws IllegalArgumentException if int8 is requested but the model has no ranges or the CPU
   *     adds bytes wrongly
   */
  static DetectorOptions resolve(Model model, DetectorOptions options) {
    return switch (options.precision()) {
      case AUTO -> options.withPrecision(choose(model, options));
      case INT8 -> {
        model.ranges(Precision.INT8);
        requireExact(byteArithmetic());
        yield options;
      }
      default -> options;
    };
  }

  /** How this CPU convolves bytes, measured once. */
  public static ByteArithmetic byteArithmetic() {
    return Measured.ARITHMETIC;
  }

  private static final class Measured {
    static final ByteArithmetic ARITHMETIC = measure();

    private static ByteArithmetic measure() {
      TorchRuntime.start();
      boolean gradients = JniUtils.isGradMode();
      JniUtils.setGradMode(false);
      try {
        return ByteArithmetic.measure();
      } finally {
        JniUtils.setGradMode(gradients);
      }
    }
  }

  /**
   * Refuses int8 on a CPU whose sums of bytes are wrong.
   *
   * @throws IllegalArgumentException if its sums are wrong
   */
  public static void requireExact(ByteArithmetic arithmetic) {
    if (!arithmetic.exact()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "this CPU has no VNNI instructions: its sums of bytes overflow, and a"
                  + " convolution takes %.2f of float32's time; choose float32 or bfloat16 instead of int8",
              arithmetic.timeOfFloat32()));
    }
  }

  private static Precision choose(Model model, DetectorOptions options) {
    if (!TorchDevice.of(TorchDevice.all(options.device()).get(0)).isCpu()) {
      LOG.info("precision auto: float32, as always on a GPU");
      return Precision.FLOAT32;
    }
    List<Precision> candidates = new ArrayList<>(List.of(Precision.FLOAT32, Precision.BFLOAT16));
    String against = objectionToInt8(model);
    if (against.isEmpty()) {
      candidates.add(Precision.INT8);
    }
    Map<Precision, Double> times = times(model, options, candidates);
    Precision chosen = fastest(times);
    LOG.info(
        "precision auto: {} ({}){}",
        name(chosen),
        described(times),
        against.isEmpty() ? "" : "; int8 was not tried: " + against);
    return chosen;
  }

  /** Why int8 must not be chosen automatically; empty if it may. */
  private static String objectionToInt8(Model model) {
    try {
      model.ranges(Precision.INT8);
      requireExact(byteArithmetic());
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
    ActivationRanges ranges = model.ranges();
    Accuracy accuracy = ranges == null ? null : ranges.accuracy();
    if (accuracy == null) {
      return "its AP has not been compared with float32's ('quantize --annotations' does that)";
    }
    return accuracy.isKept()
        ? ""
        : String.format(
            Locale.ROOT,
            "its AP is %.3f against float32's %.3f",
            accuracy.int8Ap(),
            accuracy.float32Ap());
  }

  private static Map<Precision, Double> times(
      Model model, DetectorOptions options, List<Precision> candidates) {
    Size input = input(model.recipe().input(), options);
    Map<Precision, Double> seconds = new EnumMap<>(Precision.class);
    List<ForwardPass> passes = new ArrayList<>();
    List<ForwardPass.Rounds> rounds = new ArrayList<>();
    try {
      for (Precision precision : candidates) {
        passes.add(ForwardPass.load(model, options.withPrecision(precision)));
        rounds.add(passes.get(passes.size() - 1).on(input, 1));
      }
      for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < candidates.size(); i++) {
          // Whatever else the machine does can only make a turn longer.
          seconds.merge(candidates.get(i), rounds.get(i).seconds(1), Math::min);
        }
      }
    } finally {
      rounds.forEach(ForwardPass.Rounds::close);
      passes.forEach(ForwardPass::close);
    }
    return seconds;
  }

  private static Size input(Recipe.Input recipe, DetectorOptions options) {
    Size due =
        options.warmUps().isEmpty()
            ? new Size(padded(recipe.maxLongSide(), recipe), padded(recipe.maxShortSide(), recipe))
            : options.warmUps().get(0).input();
    double factor = Math.min(1, (double) LONGEST_SIDE / Math.max(due.width(), due.height()));
    return new Size(
        padded((int) (factor * due.width()), recipe),
        padded((int) (factor * due.height()), recipe));
  }

  private static int padded(int side, Recipe.Input recipe) {
    int divisor = recipe.sizeDivisor();
    return Math.max(1, (side + divisor - 1) / divisor) * divisor;
  }

  /** Returns float32 unless another precision takes clearly less time. */
  static Precision fastest(Map<Precision, Double> seconds) {
    double float32 = seconds.getOrDefault(Precision.FLOAT32, Double.NaN);
    return seconds.entrySet().stream()
        .filter(time -> time.getValue() < WORTHWHILE * float32)
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(Precision.FLOAT32);
  }

  private static String described(Map<Precision, Double> seconds) {
    double float32 = seconds.getOrDefault(Precision.FLOAT32, Double.NaN);
    List<String> parts = new ArrayList<>();
    seconds.forEach(
        (precision, time) ->
            parts.add(
                precision == Precision.FLOAT32
                    ? String.format(Locale.ROOT, "float32 takes %.1f ms here", 1e3 * time)
                    : String.format(
                        Locale.ROOT, "%s %.2f of that", name(precision), time / float32)));
    return String.join(", ", parts);
  }

  private static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
