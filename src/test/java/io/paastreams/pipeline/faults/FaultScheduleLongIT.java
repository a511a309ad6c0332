package io.paastreams.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.pipeline.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Frames in = detected + skipped + dead-lettered, in order per camera, under exactly-once each
 * once: over many random schedules. Every schedule is a line on standard output and in {@code
 * target/faults.csv}.
 *
 * <p>System properties: {@code paa.faults.seed} of the first schedule (else from the clock; the
 * next ones count up), {@code paa.faults.schedules} a guarantee (100), {@code paa.faults.frames} a
 * schedule (2000), {@code paa.faults.guarantee} (else both).
 */
final class FaultScheduleLongIT {

  private static final Path CSV = Path.of("target", "faults.csv");
  private static final Path FOLDER = Path.of("target", "faults");

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void everyFrameIsAccountedFor_whateverBreaks(Guarantee guarantee) throws Exception {
    String only = System.getProperty("paa.faults.guarantee", "");
    if (!only.isEmpty() && !guarantee.name().equalsIgnoreCase(only.trim().replace('-', '_'))) {
      return;
    }
    long firstSeed = Long.getLong("paa.faults.seed", System.currentTimeMillis() / 1000);
    int schedules = Integer.getInteger("paa.faults.schedules", 100);
    long frames = Long.getLong("paa.faults.frames", 2000);
    System.out.printf("%d schedules from seed %d, %s%n", schedules, firstSeed, guarantee);
    List<FaultReport> reports = new ArrayList<>();
    Files.createDirectories(FOLDER);
    Path folder = Files.createTempDirectory(FOLDER.toAbsolutePath(), "run-");
    try (FaultHarness harness = new FaultHarness(folder, schedules > 3)) {
      for (int i = 0; i < schedules; i++) {
        FaultReport report = harness.run(FaultSchedule.of(firstSeed + i, guarantee), frames);
        reports.add(report);
        System.out.println(report.line());
        if (!report.isKept()) {
          System.out.println(report.howToRepeat());
        }
        append(report.toCsv());
      }
    }
    System.out.println(total(guarantee, reports));
    assertThat(reports.stream().filter(r -> !r.isKept()).map(FaultReport::howToRepeat).toList())
        .as("schedules that broke the promise; repeat with")
        .isEmpty();
  }

  private static String total(Guarantee guarantee, List<FaultReport> reports) {
    return String.format(
        Locale.ROOT,
        "%s: %d schedules, in %d, detected %d, skipped %d, dead-lettered %d, missing %d,"
            + " misordered %d, doubled %d, wrong %d",
        guarantee,
        reports.size(),
        reports.stream().mapToLong(r -> r.balance().in()).sum(),
        reports.stream().mapToLong(r -> r.balance().detected()).sum(),
        reports.stream().mapToLong(r -> r.balance().skipped()).sum(),
        reports.stream().mapToLong(r -> r.balance().deadLettered()).sum(),
        reports.stream().mapToLong(r -> r.balance().missing()).sum(),
        reports.stream().mapToLong(r -> r.balance().misordered()).sum(),
        reports.stream().mapToLong(r -> r.balance().doubled()).sum(),
        reports.stream().mapToLong(r -> r.balance().wrong()).sum());
  }

  private static void append(String line) throws IOException {
    if (!Files.exists(CSV)) {
      Files.writeString(CSV, FaultReport.CSV_HEADER + "\n");
    }
    Files.writeString(CSV, line + "\n", StandardOpenOption.APPEND);
  }
}
