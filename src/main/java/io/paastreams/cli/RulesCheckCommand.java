package io.paastreams.cli;

import io.paastreams.rules.RuleFile;
import io.paastreams.rules.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules check}: reports everything that is wrong with a rule file. */
@Command(
    name = "check",
    description = {
      "Report all faults of a rule file at once, each with its line, key, value and remedy."
          + " Connects to nothing.",
      "Exits with 1 if there is a fault. Warnings are not faults."
    })
final class RulesCheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The rule file.")
  private Path file = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Folder of a model; labels that it does not know cause warnings.")
  private @Nullable Path model;

  @Option(
      names = "--camera",
      paramLabel = "ID",
      description =
          "Id of an existing camera, may be repeated; patterns that match none cause"
              + " warnings.")
  private List<String> cameras = new ArrayList<>();

  @Mixin private JsonOutput json;

  @Override
  public Integer call() {
    List<String> labels = model == null ? List.of() : labels(model);
    RuleFile.Parsed parsed = RuleFile.parse(RulesCommand.read(file), labels, cameras);
    PrintWriter out = json.text(spec);
    parsed.warnings().forEach(warning -> out.println(file + " " + warning));
    Rules rules = parsed.rules();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("sound", rules != null);
    page.put("version", rules == null ? null : rules.version());
    page.put("errors", parsed.errors());
    page.put("warnings", parsed.warnings());
    if (rules == null) {
      out.flush();
      json.write(spec, page);
      throw new CommandFailedException(RulesCommand.faults(file, parsed.errors()));
    }
    out.printf(
        "%s is valid: version %s, %s, %s.%n",
        file,
        rules.version(),
        counted(rules.cameras().size(), "entry of cameras", "entries of cameras"),
        counted(rules.rules().size(), "rule", "rules"));
    out.flush();
    json.write(spec, page);
    return CommandLine.ExitCode.OK;
  }

  private static List<String> labels(Path model) {
    try {
      return ModelEntry.read(model).labels();
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private static String counted(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
