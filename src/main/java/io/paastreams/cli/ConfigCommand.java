package io.paastreams.cli;

import io.paastreams.config.PaaStreamsConfig;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config}: prints a template or the keys of the configuration. */
@Command(name = "config", description = "Print a configuration to start from, or every key.")
final class ConfigCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "config template, or config keys?");
  }

  @Command(
      name = "template",
      description =
          "Print a YAML file to start from: every key with its meaning, its values and its"
              + " default.")
  void template() {
    print(PaaStreamsConfig.template());
  }

  @Command(name = "keys", description = "Print every key as a table in Markdown.")
  void keys() {
    print(PaaStreamsConfig.reference());
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
