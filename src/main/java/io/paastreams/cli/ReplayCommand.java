package io.paastreams.cli;

import io.paastreams.cli.table.TextColumns;
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
import picocli.CommandLine.Spec;

/** {@code replay}: puts dead letters back onto the frames topic. */
@Command(
    name = "replay",
    description = {
      "Put dead letters back onto the frames topic after the cause of their failure has been"
          + " fixed, with unchanged keys, bytes and headers, in order, each once. Ends with the"
          + " letters that are present at the start.",
      "A replay that is stopped and started again continues where it stopped. Progress is kept"
          + " separately for everything and for each requested reason and camera, so no other dead"
          + " letter is skipped."
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
      description = "Topic to put them back onto. Default: topics.frames.")
  private @Nullable String to;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "Only those that failed for this reason, such as model-failed, as in the header"
              + " paa.failure.")
  private @Nullable String reason;

  @Option(names = "--camera", paramLabel = "ID", description = "Only those with this key.")
  private @Nullable String camera;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description =
          "Only those from this time on, whether they were replayed before or not, and"
              + " without keeping progress: 2026-03-01T12:00:00Z, or 2h for two hours ago.")
  private @Nullable Instant since;

  @Option(names = "--limit", paramLabel = "N", description = "Put back at most this many.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--dry-run", description = "Only count.")
  private boolean dryRun;

  @Option(
      names = "--at-least-once",
      description =
          "Use no transactions: what was put back since the last commit is repeated after a crash.")
  private boolean atLeastOnce;

  @Mixin private JsonOutput json;

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
   * Refuses an unknown reason, because a misspelt one would replay nothing and look like success. A
   * name with a dot is an exception class: Kafka Streams' own dead letters have no other reason.
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
        "--reason %s is not a reason of dead letters%s; the reasons are %s (and exception class"
                .formatted(
                    asked,
                    isClose ? ": did you mean " + closest + "?" : "",
                    String.join(", ", known))
            + " names, for dead letters that other programs wrote)");
  }

  private void print(ReplayOptions options, ReplayReport report) {
    PrintWriter out = json.text(spec);
    out.printf(
        "%s %d dead letters of %s to %s%s%n",
        options.dryRun() ? "Would replay" : "Replayed",
        report.total(),
        options.from(),
        options.to(),
        report.complete() ? "" : ", up to the limit");
    TextColumns replayed = TextColumns.indented(2).text("").numbers("");
    report.replayed().forEach(replayed::row);
    out.print(replayed);
    tell(out, report.again(), "of these were replayed before and failed again");
    tell(out, report.other(), "others were not requested");
    tell(out, report.done(), "were replayed by an earlier run");
    tell(
        out,
        report.withoutBytes(),
        "cannot be replayed, because their topic did not accept their bytes");
    out.flush();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("from", options.from());
    figures.put("to", options.to());
    figures.put("dryRun", options.dryRun());
    figures.put("total", report.total());
    figures.put("report", report);
    json.write(spec, figures);
  }

  private static void tell(PrintWriter out, long count, String what) {
    if (count > 0) {
      out.printf("%d %s%n", count, what);
    }
  }
}
