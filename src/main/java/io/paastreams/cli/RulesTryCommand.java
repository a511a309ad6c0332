package io.paastreams.cli;

import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.cli.rules.BadLineException;
import io.paastreams.cli.rules.DetectionLines;
import io.paastreams.cli.rules.DetectionsSince;
import io.paastreams.cli.rules.Trial;
import io.paastreams.config.ClusterConfig;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.EventSerdes;
import io.paastreams.rules.Rules;
import io.paastreams.text.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules try}: prints what rules would have made of recorded detections. */
@Command(
    name = "try",
    description = {
      "Try a rule file on recorded detections: print the events, counts and alerts, each the record"
          + " of its topic as a line of JSON. Writes to no topic.",
      "Exits with 1 if the rule file has a fault, or if a line or record is not a detection record;"
          + " the others are still processed."
    })
final class RulesTryCommand implements Callable<Integer> {

  private static final int MOST_NAMED = 20;
  private static final int LONGEST = 300;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The rule file.")
  private Path file = Path.of("");

  @Option(
      names = "--detections",
      paramLabel = "FILE.jsonl",
      description =
          "Detection records, one per line in plain JSON: cameraId, captureTime (microseconds),"
              + " frameWidth, frameHeight, sequence, detections [{label, classId, score, x1, y1,"
              + " x2,"
              + " y2}]. With - standard input.")
  private @Nullable Path detections;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description =
          "Read the detections topic of --config from this time on: 2026-03-01T12:00:00Z, or"
              + " 24h for 24 hours ago.")
  private @Nullable Instant since;

  @Mixin private ConfigOptions configOptions;

  @Option(names = "--camera", paramLabel = "ID", description = "Only this camera.")
  private @Nullable String camera;

  @Option(names = "--tracks", description = "Print the track records, too: one per frame.")
  private boolean tracks;

  private long bad;

  @Override
  public Integer call() {
    if ((detections == null) == (since == null)) {
      throw new ParameterException(
          spec.commandLine(), "give either --detections FILE.jsonl or --since TIME with --config");
    }
    PrintWriter err = spec.commandLine().getErr();
    Rules rules = RulesCommand.demandSound(file, RulesCommand.read(file), List.of(), err).orThrow();
    PrintWriter out = spec.commandLine().getOut();
    Trial trial = new Trial(rules, tracks, out::println);
    if (detections != null) {
      readFile(trial, detections);
    } else if (since != null) {
      readTopic(trial, since);
    }
    trial.end();
    out.flush();
    conclude(trial, err);
    return bad == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void readFile(Trial trial, Path source) {
    boolean isStandardInput = source.toString().equals("-");
    DetectionLines lines = new DetectionLines(isStandardInput ? "stdin" : source.toString());
    try (BufferedReader reader =
        isStandardInput
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(source)) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          judge(trial, lines, line, number);
        }
      }
      for (String warning : lines.warnings()) {
        spec.commandLine()
            .getErr()
            .println(Printable.line("warning: %s %s".formatted(source, warning), LONGEST));
      }
    } catch (MalformedInputException e) {
      throw new CommandFailedException(source + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private void judge(Trial trial, DetectionLines lines, String line, long number) {
    try {
      DetectedFrame frame = lines.parse(line, number);
      if (camera == null || camera.equals(frame.cameraId())) {
        trial.judge(frame);
      }
    } catch (BadLineException e) {
      name("%s line %d: %s".formatted(detections, number, e.getMessage()));
    }
  }

  private void readTopic(Trial trial, Instant from) {
    ClusterConfig cluster = configOptions.cluster();
    try (EventSerdes serdes = EventSerdes.of(cluster.serdes())) {
      new DetectionsSince(cluster, serdes)
          .read(
              from,
              camera,
              frame -> {
                try {
                  trial.judge(frame);
                } catch (IllegalArgumentException e) {
                  name("%s: %s".formatted(frame.source(), e.getMessage()));
                }
              },
              this::name);
    } catch (IllegalStateException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private void name(String fault) {
    bad++;
    if (bad <= MOST_NAMED) {
      spec.commandLine().getErr().println(Printable.line(fault, LONGEST));
    }
  }

  private void conclude(Trial trial, PrintWriter err) {
    if (bad > MOST_NAMED) {
      err.printf("and %d more%n", bad - MOST_NAMED);
    }
    Trial.Counts counts = trial.counts();
    err.printf(
        "%d frames of %d camera%s: %d events, %d counts, %d records of alerts%s%s%s%s%n",
        counts.frames(Verdict.TRACKED),
        trial.cameras(),
        trial.cameras() == 1 ? "" : "s",
        counts.events(),
        counts.windows(),
        counts.alerts(),
        besides(counts.frames(Verdict.LATE), "late"),
        besides(counts.frames(Verdict.QUARANTINED), "with a clock that runs ahead"),
        besides(counts.frames(Verdict.REPEATED), "repeated"),
        besides(bad, "unusable"));
    err.flush();
  }

  private static String besides(long count, String what) {
    return count == 0 ? "" : "; %d %s".formatted(count, what);
  }
}
