package io.paastreams.cli;

import io.paastreams.cli.bench.Bench;
import io.paastreams.cli.demo.DemoOptions.Speed;
import io.paastreams.detection.Profile;
import io.paastreams.image.JpegDecode;
import io.paastreams.ingest.Payload;
import io.paastreams.ingest.RtspTransport;
import io.paastreams.model.RangeMethod;
import io.paastreams.model.torch.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Entry point of {@code java -jar paa-streams.jar}. */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs one command and exits with its status: 0 success, 1 failure, 2 wrong usage. */
  public static void main(String[] args) {
    int status = CommandLine.ExitCode.SOFTWARE;
    try {
      Logging.takeInJavaUtilLogging();
      RepeatedLines.install(line -> LOG.warn("{}", line));
      status = commandLine().execute(args);
    } catch (Throwable death) { // an error, after which other threads would keep the process alive
      death.printStackTrace();
    } finally {
      System.exit(status);
    }
  }

  /** The whole command tree; one instance per run. */
  static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new PaaStreamsCommand());
    return commands
        .registerConverter(Bench.Part.class, new EnumConverter<>(Bench.Part.class))
        .registerConverter(Precision.class, new EnumConverter<>(Precision.class))
        .registerConverter(RangeMethod.class, new EnumConverter<>(RangeMethod.class))
        .registerConverter(JpegDecode.class, new EnumConverter<>(JpegDecode.class))
        .registerConverter(Profile.class, new EnumConverter<>(Profile.class))
        .registerConverter(OnOff.class, new EnumConverter<>(OnOff.class))
        .registerConverter(Payload.class, new EnumConverter<>(Payload.class))
        .registerConverter(RtspTransport.class, new EnumConverter<>(RtspTransport.class))
        .registerConverter(Speed.class, new EnumConverter<>(Speed.class))
        .registerConverter(
            DetectCommand.Format.class, new EnumConverter<>(DetectCommand.Format.class))
        .registerConverter(
            EvaluateCommand.Voting.class, new EnumConverter<>(EvaluateCommand.Voting.class))
        .setDefaultValueProvider(new SettingDefaults())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(
            new UnknownOptionsFirst(commands.getParameterExceptionHandler()))
        .setExecutionExceptionHandler(new FailureReporter());
  }
}
