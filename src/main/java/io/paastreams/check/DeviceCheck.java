package io.paastreams.check;

import io.paastreams.inference.DetectorOptions;
import io.paastreams.model.TorchRuntime;
import java.util.List;

/** Can the engine's native libraries be loaded, and is the device there? */
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
      String devices = String.join(", ", options.chooseDevices());
      TorchRuntime.Facts facts = TorchRuntime.facts();
      return List.of(
          Finding.ok(
              subject(),
              "%s with PyTorch %s from %s, %d GPUs"
                  .formatted(devices, facts.torchVersion(), facts.libraryFolder(), facts.gpus())));
    } catch (IllegalArgumentException e) {
      return List.of(Finding.fault(subject(), String.valueOf(e.getMessage()), "set model.device"));
    } catch (RuntimeException | LinkageError e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return List.of(
          Finding.fault(
              subject(),
              "PyTorch's native libraries cannot be loaded: " + root,
              "keep the folder native beside the jar, or set PYTORCH_LIBRARY_PATH; Linux on x86-64"
                  + " with glibc is needed"));
    }
  }
}
