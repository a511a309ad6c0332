package io.paastreams.cli;

import io.paastreams.text.MaskedUrl;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints failures that a user can fix as one message, and everything else, which is our fault, with
 * its stack trace.
 */
final class FailureReporter implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    CommandLine.Help.ColorScheme colors = command.getColorScheme();
    if (failure instanceof CommandFailedException) {
      command.getErr().println(colors.errorText("error: " + failure.getMessage()));
    } else {
      command
          .getErr()
          .println(
              colors.errorText(
                  "internal error: please report this together with the command that you ran"));
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      command.getErr().print(MaskedUrl.in(trace.toString()));
    }
    command.getErr().flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
