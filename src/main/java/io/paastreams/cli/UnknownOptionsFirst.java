package io.paastreams.cli;

import io.paastreams.text.MaskedUrl;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Quotes no secrets from URLs among the arguments, and reports a misspelt option before the missing
 * right one. Picocli reports only the missing one, which does not reveal the misspelling.
 */
record UnknownOptionsFirst(IParameterExceptionHandler next) implements IParameterExceptionHandler {

  private static final Pattern URL =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

  @Override
  public int handleParseException(ParameterException fault, String[] args) throws Exception {
    CommandLine command = fault.getCommandLine();
    List<String> unknown = command.getUnmatchedArguments();
    ParameterException first =
        fault instanceof MissingParameterException && !unknown.isEmpty()
            ? new UnmatchedArgumentException(command, unknown)
            : fault;
    String message = masked(String.valueOf(first.getMessage()), args);
    return next.handleParseException(
        message.equals(first.getMessage()) ? first : new ParameterException(command, message),
        args);
  }

  private static String masked(String message, String[] args) {
    String masked = message;
    for (String arg : args) {
      // Masked as a whole, because within the message it is not known where a URL with spaces ends.
      Matcher url = URL.matcher(arg);
      masked = url.find() ? masked.replace(url.group(), MaskedUrl.of(url.group())) : masked;
    }
    return MaskedUrl.in(masked);
  }
}
