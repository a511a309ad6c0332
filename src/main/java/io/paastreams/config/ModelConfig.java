package io.paastreams.config;

import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.ScoringOptions;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchSource;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which model runs, and how.
 *
 * @param path the model folder or checkpoint
 * @param torch where the engine's libraries come from
 * @param device {@code cpu}, {@code gpu:N}, {@code auto}, or several GPUs
 * @param precision the precision of the computation
 * @param threads the CPU threads of one forward pass; 0 for one per core
 * @param parallelBatches how many batches each device computes at the same time; 0 for the default
 * @param maxNativeMemory the maximum number of bytes that the process may hold outside its Java
 *     heap; null for no limit
 * @param scoring which boxes become detections
 */
public record ModelConfig(
    Path path,
    TorchSource torch,
    String device,
    Precision precision,
    int threads,
    int parallelBatches,
    @Nullable Long maxNativeMemory,
    ScoringOptions scoring) {

  private static final SettingSection PATHS = SettingSection.named("model");

  private static final Setting<Path> PATH =
      PATHS.required("path", SettingType.path(), "Model folder or .pth checkpoint.");

  private static final Setting<TorchSource> TORCH =
      PATHS.standard(
          "torch",
          SettingType.of(TorchSource.ALLOWED, TorchSource::parse, TorchSource::text),
          new TorchSource.Auto(),
          "PyTorch to use; the shipped one does not support GPUs. auto is that of an activated"
              + " Python environment if it fits, otherwise the shipped one.");

  private static final SettingSection MEMORY = SettingSection.named("model");

  private static final Setting<Long> MAX_NATIVE_MEMORY =
      MEMORY.optional(
          "maxNativeMemory",
          SettingType.bytes(0L, Long.MAX_VALUE),
          "Host memory that the process may hold outside its Java heap: batches are made"
              + " smaller until they fit; no limit if not set.");

  static final List<SettingSection> SECTIONS =
      List.of(PATHS, DetectorOptions.SETTINGS, MEMORY, ScoringOptions.SETTINGS);

  static final List<SettingSection> ONLY_PATH = List.of(PATHS.only(PATH));

  static Path path(SettingValues values) {
    return values.get(PATH);
  }

  static ModelConfig of(SettingValues values) {
    return new ModelConfig(
        values.get(PATH),
        values.get(TORCH),
        values.get(DetectorOptions.DEVICE),
        values.get(DetectorOptions.PRECISION),
        values.get(DetectorOptions.THREADS),
        values.get(DetectorOptions.PARALLEL_BATCHES),
        values.find(MAX_NATIVE_MEMORY),
        ScoringOptions.of(values));
  }

  /** The options for the detector. */
  public DetectorOptions detectorOptions() {
    return new DetectorOptions(device, precision, threads, parallelBatches, scoring, List.of());
  }
}
