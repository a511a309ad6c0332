package io.paastreams.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.pipeline.faults.FaultSchedule.Strike;
import io.paastreams.streams.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Frames in = detected + skipped + dead-lettered, in order per camera, under exactly-once each
 * once, and the same for what analytics makes of them: over many random schedules. Every schedule
 * is a line on standard output and in {@code target/faults.csv}.
 *
 * <p>System properties: {@code paa.faults.seed} of the first schedule (else from the clock; the
 * next ones count up), {@code paa.faults.schedules} per guarantee (100), {@code paa.faults.frames}
 * per schedule (2000), {@code paa.faults.guarantee} (else both), {@code paa.faults.brokers} to
 * leave out the seeds whose cluster has another size.
 */
final class FaultScheduleLongIT {

  private static final Path CSV = Path.of("target", "faults.csv");
  private static final Path FOLDER = Path.of("target", "faults");

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void everyFrameIsAccountedFor_whateverBreaks(Guarantee guarantee) throws Exception {
    run(guarantee, FaultSchedule::of, FaultHarness::run);
  }

  /** With analytics beside the pipeline, on brief schedules of which a hundred are soon done. */
  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void everyEventIsThatOfThePureFunctions_whateverBreaks(Guarantee guarantee) throws Exception {
    run(guarantee, FaultSchedule::ofBoth, FaultHarness::runBoth);
  }

  private interface Play {
    FaultReport of(FaultHarness harness, FaultSchedule schedule, long frames) throws Exception;
  }

  private static void run(
      Guarantee guarantee, BiFunction<Long, Guarantee, FaultSchedule> drawn, Play play)
      throws Exception {
    String only = System.getProperty("paa.faults.guarantee", "");
    if (!only.isEmpty() && !guarantee.name().equalsIgnoreCase(only.trim().replace('-', '_'))) {
      return;
    }
    long firstSeed = Long.getLong("paa.faults.seed", System.currentTimeMillis() / 1000);
    int schedules = Integer.getInteger("paa.faults.schedules", 100);
    long frames = Long.getLong("paa.faults.frames", 2000);
    System.out.printf("%d schedules from seed %d, %s%n", schedules, firstSeed, guarantee);
    List<FaultReport> reports = new ArrayList<>();
    List<String> unjudged = new ArrayList<>();
    FaultHarness harness = newHarness(schedules);
    try {
      for (FaultSchedule schedule : schedules(firstSeed, schedules, guarantee, drawn)) {
        try {
          FaultReport report = play.of(harness, schedule, frames);
          reports.add(report);
          System.out.println(report.line());
          if (!report.isKept()) {
            System.out.println(report.howToRepeat());
          }
          append(report.toCsv());
        } catch (IllegalStateException | ExecutionException | TimeoutException e) {
          // For example, brokers did not come back, which says nothing about the pipeline.
          unjudged.add(schedule + ": " + e);
          System.out.printf(
              "seed %d could not be judged: %s%n",
              schedule.seed(), e.getCause() == null ? e : e + ": " + e.getCause());
          harness.close();
          harness = newHarness(schedules);
        }
      }
    } finally {
      harness.close();
    }
    System.out.println(total(guarantee, reports));
    assertThat(reports.stream().filter(r -> !r.isKept()).map(FaultReport::howToRepeat).toList())
        .as("schedules that broke the promise; repeat with")
        .isEmpty();
    assertThat(unjudged).as("schedules that could not be judged").isEmpty();
  }

  /**
   * Kafka's producer gives up a record after two minutes and continues with the next ones. By
   * default, an outage that ends between the two would let frames of a camera overtake those that
   * are then read again.
   */
  @Test
  void anOutageOfTwoMinutes_keepsTheOrderUnderAtLeastOnce() throws Exception {
    List<Strike> strikes =
        List.of(
            new Strike(500, new InjectedFault.SlowInference(0, 120, 100_000)),
            new Strike(
                3000, new InjectedFault.IsolateInstances(Link.State.STALLED, true, 121_800)));
    FaultSchedule schedule =
        new FaultSchedule(0, Guarantee.AT_LEAST_ONCE, "classic", 1, 1, 0, 5000, 8000, strikes);
    try (FaultHarness harness = newHarness(1)) {
      FaultReport report = harness.run(schedule, 1200);
      System.out.println(report.line());
      assertThat(report.isKept()).as(report.line()).isTrue();
    }
  }

  /** Those for one broker first, so that the cluster is replaced once only. */
  private static List<FaultSchedule> schedules(
      long firstSeed,
      int count,
      Guarantee guarantee,
      BiFunction<Long, Guarantee, FaultSchedule> drawn) {
    int brokers = Integer.getInteger("paa.faults.brokers", 0);
    return LongStream.range(firstSeed, firstSeed + count)
        .mapToObj(seed -> drawn.apply(seed, guarantee))
        .filter(schedule -> brokers == 0 || schedule.brokers() == brokers)
        .sorted(Comparator.comparingInt(FaultSchedule::brokers))
        .toList();
  }

  private static FaultHarness newHarness(int schedules) throws IOException {
    Files.createDirectories(FOLDER);
    Path folder = Files.createTempDirectory(FOLDER.toAbsolutePath(), "run-");
    return new FaultHarness(folder, schedules > 3);
  }

  private static String total(Guarantee guarantee, List<FaultReport> reports) {
    return String.format(
        Locale.ROOT,
        "%s: %d schedules, in %d, detected %d, skipped %d, dead-lettered %d, missing %d,"
            + " misordered %d, reread %d, doubled %d, wrong %d; analytics: expected %d, wrong %d, doubled %d",
        guarantee,
        reports.size(),
        reports.stream().mapToLong(r -> r.balance().in()).sum(),
        reports.stream().mapToLong(r -> r.balance().detected()).sum(),
        reports.stream().mapToLong(r -> r.balance().skipped()).sum(),
        reports.stream().mapToLong(r -> r.balance().deadLettered()).sum(),
        reports.stream().mapToLong(r -> r.balance().missing()).sum(),
        reports.stream().mapToLong(r -> r.balance().misordered()).sum(),
        reports.stream().mapToLong(r -> r.balance().reread()).sum(),
        reports.stream().mapToLong(r -> r.balance().doubled()).sum(),
        reports.stream().mapToLong(r -> r.balance().wrong()).sum(),
        analytics(reports, AnalyticsBalance::expected),
        analytics(reports, AnalyticsBalance::wrong),
        analytics(reports, AnalyticsBalance::doubled));
  }

  private static long analytics(
      List<FaultReport> reports, ToLongFunction<AnalyticsBalance> number) {
    return reports.stream()
        .map(FaultReport::analytics)
        .filter(Objects::nonNull)
        .mapToLong(number)
        .sum();
  }

  private static void append(String line) throws IOException {
    if (!Files.exists(CSV)) {
      Files.writeString(CSV, FaultReport.CSV_HEADER + "\n");
    }
    Files.writeString(CSV, line + "\n", StandardOpenOption.APPEND);
  }
}
