package io.paastreams.cli;

import io.paastreams.check.CheckReport;
import io.paastreams.check.Finding;
import io.paastreams.check.StartCheck;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.model.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: says whether {@code run} would start. */
@Command(
    name = "check",
    description = {
      "Check everything that run needs: brokers, permissions, topics and their limits,"
          + " schemas, model, device and memory. Prints every finding with its remedy; changes"
          + " no topic and registers no schema.",
      "Exits with 1 if there is a fault."
    })
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--torch",
      paramLabel = "DIR",
      description = TorchOption.DESCRIPTION + " Short for --set model.torch=DIR.")
  private @Nullable String torch;

  @Option(
      names = "--analytics",
      description = "Check what analytics needs, too: the command, or run --analytics.")
  private boolean analytics;

  @Mixin private JsonOutput json;

  @Override
  public Integer call() {
    if (torch != null) {
      configOptions.set("model.torch", torch);
    }
    PaaStreamsConfig config = configOptions.all();
    TorchRuntime.use(config.model().torch());
    StartCheck check =
        new StartCheck(
            config, () -> Models.read(config.model().path(), spec.commandLine().getErr()));
    CheckReport report = (analytics ? check.with(configOptions.analytics()) : check).run();
    json.text(spec).print(CheckTable.of(report));
    json.text(spec).flush();
    json.write(spec, page(report));
    return report.isSound() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static Map<String, Object> page(CheckReport report) {
    List<Map<String, String>> findings = new ArrayList<>();
    for (Finding finding : report.findings()) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      fields.put("subject", finding.subject());
      fields.put("message", finding.message());
      fields.put("remedy", finding.remedy());
      findings.add(fields);
    }
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("sound", report.isSound());
    page.put("findings", findings);
    return page;
  }
}
