package io.paastreams.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells of a misspelt option before it tells that the right one is missing, which is what picocli
 * does and what leads nobody to the misspelling.
 */
record UnknownOptionsFirst(IParameterExceptionHandler next) implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException fault, String[] args) throws Exception {
    CommandLine command = fault.getCommandLine();
    List<String> unknown = command.getUnmatchedArguments();
    return next.handleParseException(
        fault instanceof MissingParameterException && !unknown.isEmpty()
            ? new UnmatchedArgumentException(command, unknown)
            : fault,
        args);
  }
}
