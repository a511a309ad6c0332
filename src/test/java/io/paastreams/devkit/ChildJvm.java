package io.paastreams.devkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A JVM of ours that receives lines on its standard input and ends when that ends. The kernel
 * closes the pipe however this JVM dies, so no child outlives it.
 *
 * <p>Threading: one thread per child, except for {@link #onExit}.
 */
public final class ChildJvm implements AutoCloseable {

  /** For children that live briefly on few cores: a quick start counts for more than speed. */
  public static final List<String> SMALL =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dkafka.log.level=ERROR");

  private static final String RUNNING = "child-runs";
  private static final Duration START_PATIENCE = Duration.ofSeconds(180);
  private static final Duration END_PATIENCE = Duration.ofSeconds(60);

  private final Process process;

  public ChildJvm(Process process) {
    this.process = process;
  }

  /** The java program of this JVM. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The command that runs a main class on the class path of this JVM. */
  public static List<String> command(List<String> options, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return command;
  }

  /**
   * Starts a child and waits until it calls {@link #announce}.
   *
   * @param status takes the lines that the child prints afterwards, on a thread of its own
   * @throws IOException if it ends or takes longer than three minutes
   */
  public static ChildJvm start(
      List<String> options, Class<?> main, List<String> arguments, Consumer<String> status)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(options, main.getName(), arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CompletableFuture<Void> running = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, running, status), "child-status");
    reader.setDaemon(true);
    reader.start();
    try {
      running.get(START_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new ChildJvm(process);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("the child process did not start", e);
    }
  }

  private static void read(
      Process process, CompletableFuture<Void> running, Consumer<String> status) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (running.isDone()) {
          status.accept(line);
        } else if (line.equals(RUNNING)) {
          running.complete(null);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      running.completeExceptionally(new IOException("its output ended"));
    }
  }

  /** For the child: reports to the parent that it runs. */
  public static void announce() {
    System.out.println(RUNNING);
  }

  /**
   * For the child: reports to the parent that it runs, and returns when the parent ends it or dies.
   */
  public static void runUntilParentEnds() throws IOException {
    announce();
    while (System.in.read() >= 0) {
      // until the pipe is closed
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  public CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Sends a line to the child; a child that has ended receives nothing. */
  public void tell(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + '\n').getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      // It has ended and will be healthy after a restart.
    }
  }

  /** As {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Stops it for a while as {@code kill -STOP} does. A shell wakes it up, so that it continues even
   * if this JVM dies in the meantime.
   */
  public void freeze(Duration duration) throws IOException, InterruptedException {
    long pid = process.pid();
    String script =
        "kill -STOP %d; sleep %d.%03d; kill -CONT %d"
            .formatted(pid, duration.toSeconds(), duration.toMillisPart(), pid);
    new ProcessBuilder("sh", "-c", script)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /**
   * Lets it finish; kills it if it takes longer than {@code patience}.
   *
   * @return whether it finished by itself
   */
  public boolean end(Duration patience) throws InterruptedException {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It ended by itself.
    }
    boolean finished = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (!finished) {
      kill();
    }
    return finished;
  }

  /** Lets it finish within a minute. */
  @Override
  public void close() throws InterruptedException {
    end(END_PATIENCE);
  }
}
