package io.paastreams.model;

import ai.djl.Device;
import java.util.regex.Pattern;

/**
 * A device of this machine, as a user names it.
 *
 * @param name {@code cpu} or {@code gpu:N}
 */
public record TorchDevice(String name, Device device) {

  private static final String CPU = "cpu";
  private static final String GPU = "gpu:";
  private static final Pattern NAMES = Pattern.compile("auto|cpu|gpu:\\d{1,3}");

  /**
   * Refuses what cannot be a device's name, without looking at the machine.
   *
   * @throws IllegalArgumentException naming what is allowed
   */
  public static void requireValid(String name) {
    if (!NAMES.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "device is '" + name + "', allowed: auto, cpu, gpu:0, gpu:1, ...");
    }
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
    int id = name.equals("auto") ? 0 : Integer.parseInt(name.substring(GPU.length()));
    if (id >= gpus) {
      throw new IllegalArgumentException(
          ("device is %s, but PyTorch sees %d GPUs here; choose cpu, or set PYTORCH_LIBRARY_PATH"
                  + " to a CUDA build of PyTorch %s")
              .formatted(name, gpus, TorchRuntime.facts().torchVersion()));
    }
    return new TorchDevice(GPU + id, Device.gpu(id));
  }

  /** Whether it is the processor. */
  public boolean isCpu() {
    return name.equals(CPU);
  }
}
