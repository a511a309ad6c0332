package io.paastreams.cli;

import io.paastreams.model.torch.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a forward pass runs, and in which precision. */
final class EngineOptions {

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      descriptionKey = "model.device",
      description = "cpu, gpu:N or auto. Default: ${DEFAULT-VALUE}.")
  String device;

  @Option(
      names = "--precision",
      paramLabel = "P",
      descriptionKey = "model.precision",
      description =
          "Precision of the forward pass: float32, bfloat16, int8 on a CPU if the model has"
              + " ranges ('quantize' makes them), float16 on a GPU, or auto: the fastest that"
              + " is as accurate as float32, as measured at the start. Default: ${DEFAULT-VALUE}.")
  Precision precision;

  @Mixin TorchOption torch;
}
