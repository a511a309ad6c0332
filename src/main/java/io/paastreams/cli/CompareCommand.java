package io.paastreams.cli;

import io.paastreams.cli.compare.Comparison;
import io.paastreams.cli.compare.ComparisonText;
import io.paastreams.cli.compare.Disagreement;
import io.paastreams.cli.compare.DisagreementImages;
import io.paastreams.cli.compare.DisagreementImages.MissingImageException;
import io.paastreams.config.ComparisonConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.RegistryException;
import io.paastreams.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

/** {@code compare}: compares what two models detected in the same frames. */
@Command(
    name = "compare",
    description = {
      "Compare the detections of two topics, frame by frame: those of the model in operation"
          + " with those of a shadow or a backfill. Boxes of the same class with an IoU of at least"
          + " 0.5 are matched. Writes to no topic and joins no group.",
      "Exits with 1 if no frame is in both topics, or if a record could not be read."
    })
final class CompareCommand implements Callable<Integer> {

  private static final int MOST_NAMED = 20;
  private static final int LONGEST = 300;

  @Spec private CommandSpec spec;

  @Option(
      names = "--topics",
      arity = "2",
      required = true,
      paramLabel = "TOPIC",
      description =
          "Two detections topics, A and B. The average precision is that of B with A as ground"
              + " truth.")
  private List<String> topics = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description =
          "Only frames captured from this time on: 2026-03-01T12:00:00Z, or 2h for two hours"
              + " ago. Default: all that are still on the topics.")
  private Instant since = Instant.EPOCH;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description = "Only frames captured before this time.")
  private @Nullable Instant until;

  @Option(names = "--camera", paramLabel = "ID", description = "Only this camera.")
  private @Nullable String camera;

  @Option(
      names = "--worst",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "How many of the largest disagreements to name, at most one per camera and second."
              + " Default: ${DEFAULT-VALUE}.")
  private int worst;

  @Option(
      names = "--draw",
      paramLabel = "DIR",
      description =
          "Draw these into the images of their frames, if the frames topic still has them.")
  private @Nullable Path draw;

  @Option(
      names = "--max-frames",
      paramLabel = "N",
      defaultValue = "200000",
      description =
          "Keep at most this many records of the smaller topic in memory, about 1 KiB each."
              + " Default: ${DEFAULT-VALUE}.")
  private int maxFrames;

  @Mixin private JsonOutput json;

  @Mixin private ConfigOptions configOptions;

  private long bad;

  @Override
  public Integer call() throws InterruptedException {
    requireSensibleOptions();
    ComparisonConfig config = configOptions.comparison();
    try (EventSerdes serdes = EventSerdes.of(config.cluster().serdes())) {
      Comparison comparison =
          Comparison.of(
              config.cluster(),
              serdes,
              new Comparison.Scope(
                  topics.get(0), topics.get(1), since, until, camera, maxFrames, worst),
              this::name);
      PrintWriter out = json.text(spec);
      out.println(ComparisonText.of(comparison));
      Map<String, Object> figures = new LinkedHashMap<>(comparison.figures());
      figures.put("images", disagreements(comparison, config, serdes, out));
      figures.put("unreadableRecords", bad);
      out.flush();
      json.write(spec, figures);
    } catch (IllegalStateException | RegistryException | IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
    return bad == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void requireSensibleOptions() {
    @Nullable String fault =
        topics.get(0).equals(topics.get(1))
            ? "--topics needs two different topics, not twice " + topics.get(0)
            : until != null && !until.isAfter(since)
                ? "--until %s is not after --since %s".formatted(until, since)
                : worst < 0 || maxFrames < 1
                    ? "--worst and --max-frames must not be negative"
                    : null;
    if (fault != null) {
      throw new ParameterException(spec.commandLine(), fault);
    }
  }

  /** Names and draws the disagreements; returns what was drawn, or why it was not. */
  private List<String> disagreements(
      Comparison comparison, ComparisonConfig config, EventSerdes serdes, PrintWriter out)
      throws IOException, InterruptedException {
    List<String> images = new ArrayList<>();
    if (comparison.disagreements().isEmpty()) {
      out.printf("%nEvery box of one topic has a counterpart in the other.%n");
      return images;
    }
    out.printf("%nLargest disagreements, by the scores of the boxes that only one topic has:%n");
    if (draw == null) {
      comparison.disagreements().forEach(each -> out.println(Printable.line(each.text(), LONGEST)));
      return images;
    }
    Files.createDirectories(draw);
    try (DisagreementImages drawing = new DisagreementImages(config, serdes)) {
      for (Disagreement each : comparison.disagreements()) {
        out.println(Printable.line(each.text(), LONGEST));
        String image = draw(drawing, each, images.size() + 1, draw);
        out.println("        " + Printable.line(image, LONGEST));
        images.add(image);
      }
    }
    return images;
  }

  private static String draw(
      DisagreementImages drawing, Disagreement disagreement, int number, Path folder)
      throws IOException, InterruptedException {
    try {
      return drawing.draw(disagreement, number, folder).toString();
    } catch (MissingImageException e) {
      return "no image: " + e.getMessage();
    }
  }

  private void name(String fault) {
    bad++;
    if (bad <= MOST_NAMED) {
      spec.commandLine().getErr().println(Printable.line(fault, LONGEST));
    }
  }
}
