package io.paastreams.pipeline.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A child's end of the pipe to its parent. */
final class ParentPipe {

  private ParentPipe() {}

  /** Receives lines on its own thread until the parent closes the pipe or dies. */
  static Thread listen(Consumer<String> lines, Runnable atEnd) {
    Thread thread =
        new Thread(
            () -> {
              try (var in =
                  new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  lines.accept(line);
                }
              } catch (IOException e) {
                // A broken pipe means the same as a closed one.
              }
              atEnd.run();
            },
            "parent-pipe");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Ends this JVM in any case: for children whose orderly end may hang. */
  static void haltAfter(long millis) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(millis);
              } catch (InterruptedException e) {
                // Nobody does that.
              }
              Runtime.getRuntime().halt(9);
            },
            "last-resort");
    thread.setDaemon(true);
    thread.start();
  }
}
