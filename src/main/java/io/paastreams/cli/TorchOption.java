package io.paastreams.cli;

import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.model.torch.TorchSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which PyTorch a command runs on. Takes effect as soon as it is read: before any model is. */
final class TorchOption {

  static final String DESCRIPTION =
      "PyTorch to run on: the folder of an installation (venv/lib/python3.12/site-packages/torch),"
          + " which is how to use a GPU; shipped; download, DJL's own for a GPU; or auto: that of an"
          + " activated Python environment if it fits, else the shipped one. Default: auto.";

  @Option(names = "--torch", paramLabel = "DIR", description = DESCRIPTION)
  void use(@Nullable String source) {
    if (source != null) {
      TorchRuntime.use(TorchSource.parse(source));
    }
  }
}
