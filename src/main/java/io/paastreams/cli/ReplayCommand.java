package io.paastreams.cli;

import io.paastreams.config.ReplayConfig;
import io.paastreams.event.DeadLetterReason;
import io.paastreams.event.TopicKind;
import io.paastreams.replay.DeadLetterReplay;
import io.paastreams.replay.ReplayOptions;
import io.paastreams.replay.ReplayReport;
import io.paastreams.text.EditDistance;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replay}: dead letters back onto the frames topic. */
@Command(
    name = "replay",
    description = {
      "Put dead letters back onto the frames topic, after what made them fail was mended: key,"
          + " bytes and headers as they were, in order, each once. Ends at what is there at the"
          + " start.",
      "Stopped and started again it goes on where it was. Progress is kept for everything, and for"
          + " each reason and camera that was asked for; nothing is passed that was not asked for."
    })
final class ReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--from",
      paramLabel = "TOPIC",
      description = "Topic of the dead letters. Default: topics.deadLetters.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TOPIC",
      description = "Topic to put them onto. Default: topics.frames.")
  private @Nullable String to;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "Only those that failed for this reason, such as model-failed: the header paa.failure.")
  private @Nullable String reason;

  @Option(names = "--camera", paramLabel = "ID", description = "Only those with this key.")
  private @Nullable String camera;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description =
          "Those from this time on, whether they were replayed before or not, and without keeping"
              + " progress: 2026-03-01T12:00:00Z, or 2h for two hours ago.")
  private @Nullable Instant since;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--dry-run", description = "Only count.")
  private boolean dryRun;

  @Option(
      names = "--at-least-once",
      description =
          "Without a transaction: what was put back since the last commit is repeated after a"
              + " crash.")
  private boolean atLeastOnce;

  @Override
  public Integer call() {
    ReplayConfig config = configOptions.replay();
    try {
      ReplayOptions options = options(config);
      ReplayReport report =
          new DeadLetterReplay(config.bootstrapServers(), config.kafka(), options).run();
      print(options, report);
      return CommandLine.ExitCode.OK;
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private ReplayOptions options(ReplayConfig config) {
    requireReason();
    String target = to == null ? config.topics().of(TopicKind.FRAMES) : to;
    return new ReplayOptions(
        from == null ? config.topics().of(TopicKind.DEAD_LETTERS) : from,
        target,
        "%s.replay.%s".formatted(config.applicationId(), target),
        reason,
        camera,
        since,
        limit,
        dryRun,
        !atLeastOnce);
  }

  /**
   * A misspelt reason would replay nothing and look like success. A name with a dot is an exception
   * class: Kafka Streams' own dead letters have no other reason.
   */
  private void requireReason() {
    String asked = reason;
    if (asked == null
        || asked.contains(".")
        || asked.equals("unknown")
        || DeadLetterReason.of(asked).isPresent()) {
      return;
    }
    List<String> known =
        Arrays.stream(DeadLetterReason.values()).map(DeadLetterReason::id).toList();
    String closest =
        Collections.min(
            known, Comparator.comparingInt((String id) -> EditDistance.between(asked, id)));
    boolean isClose = EditDistance.between(asked, closest) <= 1 + asked.length() / 3;
    throw new IllegalArgumentException(
        "--reason %s is no reason that dead letters have%s; there are %s (and exception class"
                .formatted(
                    asked,
                    isClose ? ": did you mean " + closest + "?" : "",
                    String.join(", ", known))
            + " names, of dead letters that other programs wrote)");
  }

  private void print(ReplayOptions options, ReplayReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s %d dead letters of %s to %s%s%n",
        options.dryRun() ? "Would replay" : "Replayed",
        report.total(),
        options.from(),
        options.to(),
        report.complete() ? "" : ", up to the limit");
    report.replayed().forEach((each, count) -> out.printf("  %-28s %d%n", each, count));
    tell(out, report.again(), "of these were replayed before and failed again");
    tell(out, report.other(), "others were not asked for");
    tell(out, report.done(), "were replayed by an earlier run");
    tell(out, report.withoutBytes(), "cannot be replayed: their topic did not take their bytes");
    out.flush();
  }

  private static void tell(PrintWriter out, long count, String what) {
    if (count > 0) {
      out.printf("%d %s%n", count, what);
    }
  }
}
