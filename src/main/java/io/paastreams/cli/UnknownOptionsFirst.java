package io.paastreams.cli;

import io.paastreams.text.EditDistance;
import io.paastreams.text.MaskedUrl;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
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
 *
 * <p>For a misspelt word it suggests one with a similar spelling. Picocli compares pairs of
 * letters, so it suggests {@code --bootstrap-servers} for {@code --bogus} and nothing for {@code
 * --prot}.
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
    if (first instanceof UnmatchedArgumentException) {
      return reportUnknown(command, message);
    }
    return next.handleParseException(
        message.equals(first.getMessage()) ? first : new ParameterException(command, message),
        args);
  }

  private static int reportUnknown(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    CommandLine.Help.ColorScheme colors = command.getColorScheme();
    err.println(colors.errorText(message));
    command.getUnmatchedArguments().stream()
        .findFirst()
        .flatMap(word -> meant(command, word))
        .ifPresent(word -> err.println("Did you mean " + word + "?"));
    err.println(
        "See %s --help for what it takes.".formatted(command.getCommandSpec().qualifiedName()));
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static Optional<String> meant(CommandLine command, String word) {
    if (!word.startsWith("-")) {
      return EditDistance.nearest(word, command.getSubcommands().keySet());
    }
    List<String> options =
        command.getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .map(CommandLine.Model.OptionSpec::longestName)
            .map(UnknownOptionsFirst::withoutDashes)
            .toList();
    return EditDistance.nearest(withoutDashes(word.split("=", 2)[0]), options)
        .map(name -> (name.length() == 1 ? "-" : "--") + name);
  }

  private static String withoutDashes(String option) {
    return option.replaceFirst("^-+", "");
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
