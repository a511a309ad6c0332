package io.paastreams.inference;

import io.paastreams.geometry.Size;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchDevice;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a detector runs, independent of which model it runs.
 *
 * @param device {@code cpu}, {@code gpu:N}, or {@code auto} for the first GPU if there is one; for
 *     {@link DetectorGroup} also several GPUs, {@code gpu:0,gpu:1} or {@code gpu:all}
 * @param precision the numeric format in which the network computes; float16 only on a GPU, int8
 *     only on a CPU
 * @param threads the threads of one forward pass on the CPU, shared by its images; 0 for one per
 *     physical core, shared by the batches that run at the same time
 * @param parallelBatches how many batches a device computes at the same time; 0 for two
 * @param scoring which boxes become detections
 * @param warmUps batches to compute while loading, so that the first real batch is not slow
 */
public record DetectorOptions(
    String device,
    Precision precision,
    int threads,
    int parallelBatches,
    ScoringOptions scoring,
    List<WarmUp> warmUps) {

  public static final SettingSection SETTINGS = SettingSection.named("model");

  public static final Setting<String> DEVICE =
      SETTINGS.standard(
          "device",
          SettingType.form(TorchDevice.ALLOWED, TorchDevice.NAMES),
          "auto",
          "Where the model runs; auto is the first GPU if there is one. Of several devices, a"
              + " free one takes each batch.");
  public static final Setting<Precision> PRECISION =
      SETTINGS.standard(
          "precision",
          SettingType.constant(Precision.class),
          Precision.FLOAT32,
          "Number format of the forward pass: int8 needs a CPU and a model with ranges (see"
              + " quantize); auto takes the fastest that is as accurate as float32, measured at the"
              + " start.");
  public static final Setting<Integer> THREADS =
      SETTINGS.standard(
          "threads",
          SettingType.integer(0, 1024),
          0,
          "CPU threads of one forward pass, shared by its images; 0 for one per core.");
  public static final Setting<Integer> PARALLEL_BATCHES =
      SETTINGS.standard(
          "parallelBatches",
          SettingType.integer(0, 64),
          0,
          "Batches that a device computes at the same time, each with a share of the cores on"
              + " a CPU; 0 for two.");

  /** The defaults: any device, float32, the reference's post-processing, no warm-up. */
  public static final DetectorOptions DEFAULT =
      of(SettingValues.DEFAULTS, ScoringOptions.REFERENCE);

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public DetectorOptions {
    warmUps = List.copyOf(warmUps);
    TorchDevice.requireValid(device);
    if (threads < 0) {
      throw new IllegalArgumentException("threads is " + threads + ", allowed: 0 and above");
    }
    if (parallelBatches < 0) {
      throw new IllegalArgumentException(
          "parallelBatches is " + parallelBatches + ", allowed: 0 and above");
    }
  }

  /** What a user chose, without warm-up. */
  public static DetectorOptions of(SettingValues values, ScoringOptions scoring) {
    return new DetectorOptions(
        values.get(DEVICE),
        values.get(PRECISION),
        values.get(THREADS),
        values.get(PARALLEL_BATCHES),
        scoring,
        List.of());
  }

  /**
   * A batch of black images.
   *
   * @param input the padded size of the network's input
   * @param images the number of images in the batch
   */
  public record WarmUp(Size input, int images) {}

  /** A copy for another device. */
  public DetectorOptions withDevice(String other) {
    return new DetectorOptions(other, precision, threads, parallelBatches, scoring, warmUps);
  }

  /** A copy with another precision. */
  public DetectorOptions withPrecision(Precision other) {
    return new DetectorOptions(device, other, threads, parallelBatches, scoring, warmUps);
  }

  /** A copy with another number of threads. */
  public DetectorOptions withThreads(int other) {
    return new DetectorOptions(device, precision, other, parallelBatches, scoring, warmUps);
  }

  /** A copy with another number of parallel batches. */
  public DetectorOptions withParallelBatches(int other) {
    return new DetectorOptions(device, precision, threads, other, scoring, warmUps);
  }

  /** A copy with another choice of boxes. */
  public DetectorOptions withScoring(ScoringOptions other) {
    return new DetectorOptions(device, precision, threads, parallelBatches, other, warmUps);
  }

  /** A copy with this score threshold instead of the profile's. */
  public DetectorOptions withScoreThreshold(@Nullable Float other) {
    return withScoring(scoring.withScoreThreshold(other));
  }

  /** A copy with score voting on or off, whatever the recipe says. */
  public DetectorOptions withScoreVoting(@Nullable Boolean other) {
    return withScoring(scoring.withScoreVoting(other));
  }

  /** A copy with other warm-up batches. */
  public DetectorOptions withWarmUps(List<WarmUp> other) {
    return new DetectorOptions(device, precision, threads, parallelBatches, scoring, other);
  }

  /**
   * Starts the engine and returns the devices that these options choose on this machine: {@code
   * cpu} or {@code gpu:N}, at least one.
   *
   * @throws IllegalArgumentException if a device does not exist or does not support the precision
   */
  public List<String> chooseDevices() {
    return TorchDevice.all(device).stream()
        .map(one -> withDevice(one).torchDevice().name())
        .toList();
  }

  TorchDevice torchDevice() {
    TorchDevice chosen = TorchDevice.of(device);
    if (chosen.isCpu() && precision == Precision.FLOAT16) {
      throw new IllegalArgumentException(
          "float16 needs a GPU; on a CPU choose bfloat16 or float32");
    }
    if (!chosen.isCpu() && precision == Precision.INT8) {
      throw new IllegalArgumentException(
          "int8 needs a CPU; on %s choose float16, bfloat16 or float32".formatted(chosen.name()));
    }
    return chosen;
  }
}
