package io.paastreams.check;

import io.paastreams.inference.DetectorOptions;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.model.torch.UnusableTorchException;
import java.util.List;

/** Checks whether the engine's native libraries can be loaded and whether the device exists. */
final class DeviceCheck implements Check {

  private final DetectorOptions options;

  DeviceCheck(DetectorOptions options) {
    this.options = options;
  }

  @Override
  public String subject() {
    return "device " + options.device();
  }

  @Override
  public List<Finding> run() {
    try {
      List<String> devices = options.chooseDevices();
      return List.of(finding(devices, TorchRuntime.facts(), TorchRuntime.hasNvidiaDriver()));
    } catch (UnusableTorchException e) {
      return List.of(Finding.fault(subject(), e.fault(), e.remedy()));
    } catch (IllegalArgumentException e) {
      return List.of(
          Finding.fault(subject(), String.valueOf(e.getMessage()), "or set model.device"));
    }
  }

  /** A GPU that exists but is not used is worth a warning, unless the CPU was requested. */
  Finding finding(List<String> devices, TorchRuntime.Facts facts, boolean nvidiaDriver) {
    String found =
        "%s with PyTorch %s from %s, %d GPUs"
            .formatted(
                String.join(", ", devices),
                facts.torchVersion(),
                facts.libraryFolder(),
                facts.gpus());
    if (options.device().equals("auto") && facts.gpus() == 0) {
      if (facts.isForGpus()) {
        return Finding.warning(
            subject(),
            found + ", although it is the build for GPUs",
            "nvidia-smi must list the GPU, with CUDA 12.6 or later, and CUDA_VISIBLE_DEVICES must"
                + " not"
                + " hide it; or set model.device to cpu");
      }
      if (nvidiaDriver) {
        return Finding.warning(
            subject(),
            found
                + ", although this machine has NVIDIA's driver: the shipped PyTorch is for"
                + " the CPU",
            TorchRuntime.howToUseGpus() + "; or set model.device to cpu");
      }
    }
    return Finding.ok(subject(), found);
  }
}
