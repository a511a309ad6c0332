package io.paastreams.cli.bench;

import io.paastreams.cluster.TopicAdmin;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicSpec;
import io.paastreams.event.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A broker and a registry in a process of their own, so that their cost does not count towards the
 * pipeline: the {@code dev} command on free ports.
 *
 * <p>Threading: confined to one thread.
 */
final class BenchServers implements AutoCloseable {

  private static final Pattern BROKER = Pattern.compile("Kafka broker +(\\S+)");
  private static final Pattern REGISTRY = Pattern.compile("Schema registry +(\\S+)");
  private static final long PATIENCE_SECONDS = 120;
  private static final int PARTITIONS = 4;
  private static final Map<String, String> WRITE_TIMES =
      Map.of("message.timestamp.type", "LogAppendTime");

  private final Process process;
  private final Path folder;
  private final EventSerdes serdes;
  private final String bootstrapServers;

  private BenchServers(Process process, Path folder, String output) {
    this.process = process;
    this.folder = folder;
    this.bootstrapServers = found(BROKER, output);
    this.serdes =
        EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at(found(REGISTRY, output))));
  }

  /**
   * Starts both.
   *
   * @throws IOException if they do not start; the message contains their output
   */
  static BenchServers start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("paa-streams-bench");
    Path log = folder.resolve("servers.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.paastreams.cli.Main",
                "dev",
                "--port=0",
                "--registry-port=0",
                "--data=" + folder.resolve("data"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // However this process ends, the other one must not outlive it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-bench-servers"));
    for (long waited = 0; process.isAlive() && waited < PATIENCE_SECONDS * 10; waited++) {
      String output = Files.readString(log);
      if (output.contains("Ready")) {
        return new BenchServers(process, folder, output);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    process.destroyForcibly();
    throw new IOException("broker and registry do not start:\n" + Files.readString(log));
  }

  private static String found(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in:\n" + output);
    }
    return matcher.group(1);
  }

  /** The CPU time of both so far; empty where the system does not report it. */
  Optional<Duration> processorTime() {
    return process.info().totalCpuDuration();
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /** Separate topics for one measurement, with four partitions each. */
  Topics topics(String suffix) {
    return topics(suffix, PARTITIONS, Map.of());
  }

  /** Separate topics for one measurement. */
  Topics topics(String suffix, int partitions) {
    return topics(suffix, partitions, Map.of());
  }

  /** Separate topics whose records carry the time at which they were written. */
  Topics timedTopics(String suffix) {
    return topics(suffix, PARTITIONS, WRITE_TIMES);
  }

  /** A topic without a schema whose records carry the time at which they were written. */
  String timedTopic(String name) {
    create(List.of(new TopicSpec(name, PARTITIONS, null, WRITE_TIMES)));
    return name;
  }

  private Topics topics(String suffix, int partitions, Map<String, String> settings) {
    TopicNames names = TopicNames.named(kind -> kind.id() + "." + suffix);
    List<TopicSpec> specs =
        TopicLayout.standard().withPartitions(partitions).topics(names).stream()
            .map(spec -> with(settings, spec))
            .toList();
    create(specs);
    serdes.prepare(names);
    return Topics.of(names, serdes);
  }

  private void create(List<TopicSpec> topics) {
    try (TopicAdmin admin = TopicAdmin.connect(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createMissing(topics);
    }
  }

  private static TopicSpec with(Map<String, String> settings, TopicSpec spec) {
    Map<String, String> all = new HashMap<>(spec.settings());
    all.putAll(settings);
    return new TopicSpec(spec.name(), spec.partitions(), spec.replicas(), all);
  }

  @Override
  public void close() {
    serdes.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
