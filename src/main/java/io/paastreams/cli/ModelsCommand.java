package io.paastreams.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code models}: lists the models folder and fetches published weights for it. */
@Command(
    name = "models",
    description =
        "List the available models, fetch published weights, and exchange the model of running instances.",
    subcommands = {ModelsListCommand.class, ModelsFetchCommand.class, ModelsSwitchCommand.class})
final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which command? models list, models fetch NAME, or models switch.");
  }
}
