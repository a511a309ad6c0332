package io.paastreams.model.torch;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A device of this machine, as named by a user.
 *
 * @param name {@code cpu} or {@code gpu:N}
 */
public record TorchDevice(String name, Device device) {

  private static final String CPU = "cpu";
  private static final String GPU = "gpu:";
  private static final String ALL_GPUS = "gpu:all";

  /** A description for users of what {@link #NAMES} matches. */
  public static final String ALLOWED = "auto, cpu, gpu:0, several as in gpu:0,gpu:1, or gpu:all";

  /** Matches {@code auto} and the names of one or several devices. */
  public static final Pattern NAMES =
      Pattern.compile("auto|cpu|gpu:all|gpu:\\d{1,3}(,gpu:\\d{1,3})*");

  /**
   * Rejects text that cannot be a device's name, without looking at the machine.
   *
   * @throws IllegalArgumentException naming what is allowed
   */
  public static void requireValid(String name) {
    if (!NAMES.matcher(name).matches()) {
      throw new IllegalArgumentException("device is '" + name + "', allowed: " + ALLOWED);
    }
  }

  /**
   * Resolves a name for several devices to single devices.
   *
   * @param names a device's name, {@code gpu:all}, or comma-separated names of GPUs
   * @return at least one device, each once
   * @throws IllegalArgumentException if the names are not valid, or {@code gpu:all} is given and
   *     there is no GPU
   */
  public static List<String> all(String names) {
    requireValid(names);
    if (!names.equals(ALL_GPUS)) {
      return Arrays.stream(names.split(",")).distinct().toList();
    }
    int gpus = TorchRuntime.gpus();
    if (gpus == 0) {
      throw missing(names, 0);
    }
    return IntStream.range(0, gpus).mapToObj(id -> GPU + id).toList();
  }

  /**
   * Finds the device.
   *
   * @param name {@code cpu}, {@code gpu:N}, or {@code auto} for the first GPU if there is one
   * @throws IllegalArgumentException if there is no such device
   */
  public static TorchDevice of(String name) {
    requireValid(name);
    int gpus = TorchRuntime.gpus();
    if (name.equals(CPU) || (name.equals("auto") && gpus == 0)) {
      return new TorchDevice(CPU, Device.cpu());
    }
    if (name.equals(ALL_GPUS) || name.contains(",")) {
      throw new IllegalArgumentException("device is " + name + ": it must be a single device here");
    }
    int id = name.equals("auto") ? 0 : Integer.parseInt(name.substring(GPU.length()));
    if (id >= gpus) {
      throw missing(name, gpus);
    }
    return new TorchDevice(GPU + id, Device.gpu(id));
  }

  private static IllegalArgumentException missing(String name, int gpus) {
    TorchRuntime.Facts facts = TorchRuntime.facts();
    return new IllegalArgumentException(
        facts.isForGpus()
            ? ("device is %s, but PyTorch %s sees %d GPUs here: nvidia-smi must list it, with"
                    + " CUDA 12.6 or later, and CUDA_VISIBLE_DEVICES must not hide it; or choose cpu")
                .formatted(name, facts.torchVersion(), gpus)
            : "device is %s, but PyTorch of %s is the build for the CPU: %s; or choose cpu"
                .formatted(name, facts.libraryFolder(), TorchRuntime.howToUseGpus()));
  }

  /** Whether the device is the CPU. */
  public boolean isCpu() {
    return name.equals(CPU);
  }
}
