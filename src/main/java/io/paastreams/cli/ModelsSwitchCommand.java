package io.paastreams.cli;

import io.paastreams.cli.ModelInstance.Status;
import io.paastreams.config.MetricsAccess;
import io.paastreams.setting.Keystore;
import io.paastreams.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code models switch}: exchanges the model of running instances. */
@Command(
    name = "switch",
    description = {
      "Exchange the model of running instances without a pause, one instance after the other:"
          + " each loads the new model beside the old one, warms it up, and uses it for all"
          + " later frames. If an instance cannot, it keeps the old model and the others are not"
          + " asked. The exchange is not remembered: an instance that starts takes its model from"
          + " model.path, so set that as well; the command says where it still names another model.",
      "The instances must serve metrics (metrics.port) and know metrics.adminToken, which is read"
          + " from the same configuration or from PAA_METRICS_ADMIN_TOKEN. Where the configuration"
          + " has metrics.keystore, they are asked over HTTPS and known by its certificate.",
      "Exits with 1 if an instance failed, refused or did not answer."
    })
final class ModelsSwitchCommand implements Callable<Integer> {

  private static final int LONGEST = 300;
  private static final Duration LOOK = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  @Option(
      names = "--instances",
      split = ",",
      paramLabel = "HOST:PORT",
      description =
          "The instances, by the port of their metrics; a name with several addresses means all of"
              + " them. Default: the one on this machine, at metrics.port.")
  private List<String> instances = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Model folder or .pth checkpoint; the path is one on the instances' machines.")
  private @Nullable String model;

  @Option(names = "--status", description = "Only show which model each instance runs.")
  private boolean status;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5m",
      description = "How long an instance may take. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofMinutes(5);

  @Mixin private JsonOutput json;

  @Mixin private ConfigOptions configOptions;

  @Override
  public Integer call() throws InterruptedException {
    if (status == (model != null)) {
      throw new ParameterException(spec.commandLine(), "give either --model MODEL or --status");
    }
    MetricsAccess config = configOptions.metricsAccess();
    List<ModelInstance> asked = instances(config);
    PrintWriter out = json.text(spec);
    boolean done = model == null || exchange(asked, model, token(config), out);
    done &= show(asked, out);
    return done ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<ModelInstance> instances(MetricsAccess config) {
    List<String> addresses = instances;
    if (addresses.isEmpty()) {
      if (config.port() == null || config.port() == 0) {
        throw new ParameterException(
            spec.commandLine(), "which --instances? Without them metrics.port must be set.");
      }
      addresses = List.of("127.0.0.1:" + config.port());
    }
    try {
      Keystore keystore = config.keystore();
      return ModelInstance.of(addresses, keystore == null ? null : keystore.forClient());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), Failures.message(e), e);
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private static String token(MetricsAccess config) {
    @Nullable String token = config.adminToken();
    if (token == null) {
      throw new CommandFailedException(
          "metrics.adminToken is not set: give the instances' --config, or PAA_METRICS_ADMIN_TOKEN"
              + " in the environment");
    }
    return token;
  }

  /** One after the other, so that a model that cannot be loaded costs only one attempt. */
  private boolean exchange(List<ModelInstance> asked, String path, String token, PrintWriter out)
      throws InterruptedException {
    @Nullable String sha256 = null;
    for (ModelInstance instance : asked) {
      try {
        instance.begin(path, token);
        Status now = await(instance);
        if (now.hasFailed()) {
          throw new IOException(
              "%s keeps %s: %s".formatted(instance.name(), now.model(), now.error()));
        }
        if (sha256 != null && !sha256.equals(now.sha256())) {
          throw new IOException(
              "%s has loaded other weights (%.8s) than the instances before it (%.8s)"
                  .formatted(instance.name(), now.sha256(), sha256));
        }
        sha256 = now.sha256();
        out.printf("%s now runs %s (%.8s)%n", instance.name(), now.model(), sha256);
        if (now.isForgotten()) {
          out.println(remedy(now));
        }
        out.flush();
      } catch (IOException e) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Printable.line(Failures.message(e), LONGEST));
        int left = asked.size() - asked.indexOf(instance) - 1;
        if (left > 0) {
          err.printf("The other %d instances were not asked.%n", left);
        }
        err.flush();
        return false;
      }
    }
    return true;
  }

  private static String remedy(Status now) {
    return Printable.line(
        "  but model.path is still %s: set model.path: %s before the next restart, which would bring the former model back"
            .formatted(now.configuredPath(), now.path()),
        2 * LONGEST);
  }

  private Status await(ModelInstance instance) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Status now = instance.status();
    while (now.isBusy()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "%s is still %s after %s".formatted(instance.name(), now.state(), timeout));
      }
      Thread.sleep(LOOK.toMillis());
      now = instance.status();
    }
    return now;
  }

  private boolean show(List<ModelInstance> asked, PrintWriter out) throws InterruptedException {
    boolean all = true;
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ModelInstance instance : asked) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("instance", instance.name());
      try {
        Status now = instance.status();
        row.put("status", now);
        if (status) {
          out.printf(
              "%-24s %-9s %s (%.8s) since %s%s%n",
              instance.name(),
              now.state(),
              now.model(),
              now.sha256(),
              now.since(),
              now.error().isEmpty() ? "" : "; the last exchange failed: " + now.error());
          if (now.isForgotten()) {
            out.println(remedy(now));
          }
        }
      } catch (IOException e) {
        all = false;
        row.put("error", Failures.message(e));
        if (status) {
          out.println(Printable.line(Failures.message(e), LONGEST));
        }
      }
      rows.add(row);
    }
    out.flush();
    json.write(spec, rows);
    return all;
  }
}
