package io.paastreams.cli;

import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.model.torch.TorchSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which PyTorch a command uses. Takes effect as soon as the option is parsed, before any model is
 * loaded.
 */
final class TorchOption {

  static final String DESCRIPTION =
      "PyTorch to use: the folder of an installation"
          + " (venv/lib/python3.12/site-packages/torch), which a GPU needs; shipped; download,"
          + " which is DJL's own for a GPU; or auto: that of an activated Python environment if"
          + " it fits, otherwise the shipped one. Default: auto.";

  @Option(names = "--torch", paramLabel = "DIR", description = DESCRIPTION)
  void use(@Nullable String source) {
    if (source != null) {
      TorchRuntime.use(TorchSource.parse(source));
    }
  }
}
