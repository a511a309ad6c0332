package io.paastreams.cli;

import picocli.CommandLine;

/** Entry point of {@code java -jar paa-streams.jar}. */
public final class Main {

  private Main() {}

  /** Runs one command and exits with its status: 0 success, 1 failure, 2 wrong usage. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command tree; one instance a run. */
  static CommandLine commandLine() {
    return new CommandLine(new PaaStreamsCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(new FailureReporter());
  }
}
