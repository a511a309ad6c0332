package io.paastreams.inference;

import ai.djl.Device;
import io.paastreams.model.Precision;
import io.paastreams.model.TorchRuntime;

/**
 * The device that the options choose on this machine.
 *
 * @param name {@code cpu} or {@code gpu:N}
 */
record InferenceDevice(String name, Device device) {

  private static final String CPU = "cpu";
  private static final String GPU = "gpu:";

  /**
   * Resolves the options' device.
   *
   * @throws IllegalArgumentException if it is not there or lacks the precision
   */
  static InferenceDevice choose(DetectorOptions options) {
    int gpus = TorchRuntime.gpus();
    String automatic = gpus > 0 ? GPU + 0 : CPU;
    String name = options.device().equals("auto") ? automatic : options.device();
    return name.equals(CPU) ? cpu(options.precision()) : gpu(name, gpus);
  }

  private static InferenceDevice cpu(Precision precision) {
    if (precision == Precision.FLOAT16) {
      throw new IllegalArgumentException(
          "float16 needs a GPU; on a CPU choose bfloat16 or float32");
    }
    return new InferenceDevice(CPU, Device.cpu());
  }

  private static InferenceDevice gpu(String name, int gpus) {
    int id = Integer.parseInt(name.substring(GPU.length()));
    if (id >= gpus) {
      throw new IllegalArgumentException(
          ("device is %s, but PyTorch sees %d GPUs here; choose cpu, or set PYTORCH_LIBRARY_PATH"
                  + " to a CUDA build of PyTorch %s")
              .formatted(name, gpus, TorchRuntime.facts().torchVersion()));
    }
    return new InferenceDevice(name, Device.gpu(id));
  }
}
