package io.paastreams.cli;

import io.paastreams.devkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code java -jar target/paa-streams.jar ...} in a process of its own, as a user starts it. */
final class JarProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 240;

  /** It lives briefly on few cores. */
  private static final List<String> QUICK_START =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Process process;
  private final Path log;

  private JarProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static JarProcess start(Path folder, String... args) throws IOException {
    return start(folder, List.of("-Xmx1g"), args);
  }

  static JarProcess start(Path folder, List<String> jvmOptions, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ChildJvm.java());
    command.addAll(QUICK_START);
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", Path.of("target/paa-streams.jar").toAbsolutePath().toString()));
    command.addAll(List.of(args));
    Path log = Files.createTempFile(folder, args[0], ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("MALLOC_ARENA_MAX", "2"); // as the launcher and the images do
    return new JarProcess(builder.start(), log);
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until it has printed a text, or fails with what it printed instead. */
  JarProcess awaitOutput(String text) {
    Awaitility.await(text)
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> output().contains(text) || !process.isAlive());
    if (!output().contains(text)) {
      throw new AssertionError("ended without printing '" + text + "':\n" + output());
    }
    return this;
  }

  /** A line of the process's status, such as VmRSS, in KiB. */
  long statusKib(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("the process has ended:\n" + output()));
  }

  /** SIGTERM, as an orchestrator sends it. */
  JarProcess terminate() {
    process.destroy();
    return this;
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end:\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
