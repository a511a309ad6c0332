package io.paastreams.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option {@code --json}: machine-readable figures in addition to the text for people. */
final class JsonOutput {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Also write the result to this file as JSON; with - it goes to standard output, and"
              + " the text for people to standard error.")
  private @Nullable Path file;

  boolean wanted() {
    return file != null;
  }

  /** Where text for people goes, so that standard output remains one JSON document. */
  PrintWriter text(CommandSpec spec) {
    return isStandardOutput() ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  /**
   * Writes a value if the option was given.
   *
   * @throws CommandFailedException if that is not possible
   */
  void write(CommandSpec spec, Object value) {
    if (file == null) {
      return;
    }
    try {
      String text = JSON.writeValueAsString(value) + "\n";
      if (isStandardOutput()) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
      } else {
        Files.writeString(file, text);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result that JSON cannot represent", e);
    } catch (IOException e) {
      throw new CommandFailedException("cannot write " + file + ": " + Failures.message(e), e);
    }
  }

  private boolean isStandardOutput() {
    return file != null && file.toString().equals("-");
  }
}
