package io.paastreams.analytics;

import io.paastreams.event.EventSerdes;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.OnFailure;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Analytics in a JVM of its own, which can be killed as a crash would. */
public final class AnalyticsChild implements AutoCloseable {

  private static final String RUNNING = "analytics-runs";

  private final Process process;

  private AnalyticsChild(Process process) {
    this.process = process;
  }

  /** Topics named after a run; every JVM gives the schemas the same ids. */
  static Topics topics(String id) {
    EventSerdes serdes = InMemorySchemaRegistry.serdes();
    serdes.prepare(TopicNames.standard());
    return Topics.of(TopicNames.named(kind -> id + "." + kind.id()), serdes);
  }

  /** Commits often, and is missed soon. */
  static AnalyticsApplication application(String bootstrapServers, String id, Guarantee guarantee) {
    AnalyticsConfig config =
        new AnalyticsConfig(
            id,
            bootstrapServers,
            guarantee,
            2,
            Duration.ofMillis(300),
            AnalyticsLimits.STANDARD,
            Duration.ofSeconds(60),
            Duration.ofSeconds(8),
            OnFailure.REPLACE_THREAD,
            10,
            Map.of("consumer.session.timeout.ms", "3000", "consumer.heartbeat.interval.ms", "300"));
    return new AnalyticsApplication(config, topics(id), AnalyticsListener.NONE);
  }

  /** Starts one and waits until it reads detections. */
  static AnalyticsChild start(String bootstrapServers, String id, Guarantee guarantee)
      throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + File.separator + "bin/java",
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dkafka.log.level=ERROR",
                    "-cp",
                    System.getProperty("java.class.path"),
                    AnalyticsChild.class.getName(),
                    bootstrapServers,
                    id,
                    guarantee.name()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); !RUNNING.equals(line); line = out.readLine()) {
      if (line == null) {
        process.destroyForcibly();
        throw new IOException("the child process did not start");
      }
    }
    return new AnalyticsChild(process);
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The child: runs until its standard input ends. */
  public static void main(String[] args) throws IOException {
    try (AnalyticsApplication analytics =
        application(args[0], args[1], Guarantee.valueOf(args[2]))) {
      analytics.start();
      System.out.println(RUNNING);
      while (System.in.read() >= 0) {
        // until the parent closes the pipe, or dies
      }
    }
  }
}
