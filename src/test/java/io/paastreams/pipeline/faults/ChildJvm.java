package io.paastreams.pipeline.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of our own that is told lines on its standard input and ends when that ends. The kernel
 * closes the pipe however this JVM dies, so no child outlives it: see {@link ParentPipe}.
 *
 * <p>Threading: one thread per child, except for {@link #onExit}.
 */
final class ChildJvm {

  private final Process process;

  ChildJvm(Process process) {
    this.process = process;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Sends a line to the child; a child that has ended receives nothing. */
  void tell(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + '\n').getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      // It has ended and will be healthy when it is restarted.
    }
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Stops it for a while as {@code kill -STOP} does. A shell wakes it up, so that it continues even
   * if this JVM dies in the meantime.
   */
  void freeze(Duration duration) throws IOException, InterruptedException {
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
  boolean end(Duration patience) throws InterruptedException {
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
}
