package io.paastreams.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command tree. */
@Command(
    name = "paa-streams",
    description = "PAA object detection over Kafka Streams.",
    mixinStandardHelpOptions = true,
    scope = picocli.CommandLine.ScopeType.INHERIT,
    versionProvider = PaaStreamsCommand.Version.class,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      AnalyticsCommand.class,
      CheckCommand.class,
      LiveCommand.class,
      RulesCommand.class,
      IngestCommand.class,
      ReplayCommand.class,
      CompareCommand.class,
      BackfillCommand.class,
      DevCommand.class,
      DetectCommand.class,
      ModelsCommand.class,
      ImportCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      QuantizeCommand.class,
      BenchCommand.class,
      TopologyCommand.class,
      ConfigCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    })
final class PaaStreamsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which command? See the list below, or use COMMAND --help.");
  }

  static final class Version implements IVersionProvider {

    static String number() {
      @Nullable String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "(development build)" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {
        "PAA Streams " + number(),
        "Java ${java.version} (${java.vendor}), ${os.name} ${os.version} ${os.arch}"
      };
    }
  }
}
