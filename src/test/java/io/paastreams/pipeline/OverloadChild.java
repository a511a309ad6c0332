package io.paastreams.pipeline;

import io.paastreams.devkit.ChildJvm;
import io.paastreams.geometry.Size;
import io.paastreams.image.Preprocessor;
import io.paastreams.pipeline.admission.AdmissionConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.CameraOverride;
import io.paastreams.pipeline.admission.Freshness;
import io.paastreams.setting.SettingValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pipeline in a JVM of its own with a given memory and a device of a given speed. The heap is
 * touched at the start, so that what grows later is not the heap.
 */
final class OverloadChild implements AutoCloseable {

  static final int HEAP_MIB = 112;

  /** Two stream threads whose consumers have two threads each, with a fetch of 8 MiB. */
  static final int DIRECT_MIB = 48;

  /** Class data, compiled code, threads, the collector, the JVM itself. */
  static final int JVM_MIB = 160;

  static final long IN_FLIGHT_BYTES = 8L << 20;
  static final int BATCH = 4;

  private final ChildJvm jvm;
  private final AtomicLong mostInFlight;

  private OverloadChild(ChildJvm jvm, AtomicLong mostInFlight) {
    this.jvm = jvm;
    this.mostInFlight = mostInFlight;
  }

  static OverloadChild start(Scenario scenario, String admission, Duration perBatch)
      throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "-Xms" + HEAP_MIB + "m",
            "-Xmx" + HEAP_MIB + "m",
            "-XX:+AlwaysPreTouch",
            "-XX:MaxDirectMemorySize=" + DIRECT_MIB + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dkafka.log.level=ERROR");
    List<String> arguments =
        new ArrayList<>(List.of(admission, Long.toString(perBatch.toMillis())));
    arguments.addAll(List.of(scenario.toLine().split(" ")));
    AtomicLong mostInFlight = new AtomicLong();
    ChildJvm jvm =
        ChildJvm.start(
            options,
            OverloadChild.class,
            arguments,
            line -> mostInFlight.accumulateAndGet(Long.parseLong(line), Math::max));
    return new OverloadChild(jvm, mostInFlight);
  }

  boolean isAlive() {
    return jvm.isAlive();
  }

  /** The highest value of what was in flight so far, at the times it was read. */
  long mostInFlight() {
    return mostInFlight.get();
  }

  /** Memory that the process uses now, in MiB. */
  long residentMiB() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(jvm.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElseThrow();
  }

  /** From now on the device takes this long per batch. */
  void deviceTakes(Duration perBatch) {
    jvm.tell(Long.toString(perBatch.toMillis()));
  }

  /** Lets it finish and leave. */
  @Override
  public void close() throws InterruptedException {
    jvm.close();
  }

  /** The kinds of admission that the parent can name to the child. */
  private static AdmissionConfig admission(String name) {
    return switch (name) {
      case "all" -> AdmissionConfig.EVERY_FRAME;
      case "latest" ->
          new AdmissionConfig(
              new AdmissionRule(Freshness.LATEST, OverloadRun.MAX_AGE, 0, 0, 1),
              List.of(
                  new CameraOverride(
                      OverloadRun.PREFERRED,
                      SettingValues.DEFAULTS.with(AdmissionRule.PRIORITY, 10)),
                  new CameraOverride(
                      OverloadRun.SLOWED,
                      SettingValues.DEFAULTS.with(AdmissionRule.MAX_FPS, 2.0))));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The child: runs until its standard input ends; each line is a new duration of a batch. */
  public static void main(String[] args) throws Exception {
    PixelDetector detector = new PixelDetector(Duration.ofMillis(Long.parseLong(args[1])));
    Scenario scenario =
        Scenario.ofLine(List.of(args).subList(2, args.length).toArray(new String[0]));
    PipelineConfig config =
        scenario
            .config()
            .admission(admission(args[0]))
            .with(PipelineConfig.MAX_BATCH_SIZE, BATCH)
            .with(PipelineConfig.MAX_IN_FLIGHT_BYTES, IN_FLIGHT_BYTES)
            .with(PipelineConfig.MAX_FRAME_BYTES, 1 << 20)
            .with(PipelineConfig.DRAIN_TIMEOUT, Duration.ofSeconds(20))
            // This test is not about machines that pause for seconds.
            .kafka("consumer.session.timeout.ms", "30000")
            .kafka("consumer.heartbeat.interval.ms", "3000")
            .build();
    Size size = OverloadRun.frameSize(args[0]);
    Preprocessor asTheyAre = new Preprocessor(size.width(), size.height(), 8);
    try (DetectionPipeline pipeline =
        DetectionPipeline.builder(config, scenario.topics(), detector, asTheyAre).build()) {
      pipeline.start();
      ChildJvm.announce();
      Thread status =
          new Thread(
              () -> {
                while (true) {
                  if (!pipeline.state().isHealthy()) {
                    Runtime.getRuntime().halt(1); // the parent sees that at once
                  }
                  System.out.println(pipeline.inFlightBytes());
                  java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                }
              });
      status.setDaemon(true);
      status.start();
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        detector.takes(Duration.ofMillis(Long.parseLong(line)));
      }
    }
  }
}
