package io.paastreams.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code dev} command on free ports, in a process of its own. */
final class DevServers implements AutoCloseable {

  private static final Pattern BROKER = Pattern.compile("Kafka broker +(\\S+)");
  private static final Pattern REGISTRY = Pattern.compile("Schema registry +(\\S+)");

  private final JarProcess process;

  private DevServers(JarProcess process) {
    this.process = process;
  }

  static DevServers start(Path folder) throws IOException {
    return new DevServers(
        JarProcess.start(folder, "dev", "--port=0", "--registry-port=0", "--partitions=2")
            .awaitOutput("Ready"));
  }

  String bootstrapServers() {
    return found(BROKER);
  }

  String registryUrl() {
    return found(REGISTRY);
  }

  private String found(Pattern pattern) {
    Matcher matcher = pattern.matcher(process.output());
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in:\n" + process.output());
    }
    return matcher.group(1);
  }

  @Override
  public void close() {
    process.terminate();
    try {
      process.awaitExit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.close();
    }
  }
}
