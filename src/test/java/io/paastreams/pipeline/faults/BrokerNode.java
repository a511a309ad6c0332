package io.paastreams.pipeline.faults;

import io.paastreams.devkit.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One broker of the cluster, which comes back on its ports and with its disk however it ended. */
final class BrokerNode extends Part {

  private static final Duration END_PATIENCE = Duration.ofSeconds(25);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

  private final ChildJvms jvms;
  private final Path folder;
  private final List<String> arguments = new ArrayList<>();
  private @Nullable ChildJvm jvm; // confined to the part's thread
  private boolean wanted; // likewise

  BrokerNode(ChildJvms jvms, int id, Path folder, int port, Map<String, String> settings) {
    super("broker-" + id);
    this.jvms = jvms;
    this.folder = folder;
    arguments.add(Integer.toString(port));
    arguments.add(folder.resolve("data").toString());
    settings.forEach((setting, value) -> arguments.add(setting + '=' + value));
  }

  BrokerNode start() {
    then(
        () -> {
          wanted = true;
          startIfWanted();
        });
    return this;
  }

  private void startIfWanted() throws Exception {
    if (wanted && (jvm == null || !jvm.isAlive())) {
      ChildJvm started = jvms.start(BrokerMain.class, "320m", folder.resolve("log"), arguments);
      jvm = started;
      // A broker that ends by itself is restarted, as an operator's supervisor does.
      var unused = started.onExit().thenRun(() -> then(this::restartAfterPause));
    }
  }

  private void restartAfterPause() throws Exception {
    if (wanted && jvm != null && !jvm.isAlive()) {
      sleep(RESTART_PAUSE);
      startIfWanted();
    }
  }

  /** Ends it like a power cut that spares the disk. */
  void kill(Duration downTime) {
    then(
        () -> {
          if (jvm != null) {
            jvm.kill();
          }
          sleep(downTime);
          startIfWanted();
        });
  }

  void restart() {
    then(
        () -> {
          if (jvm != null) {
            jvm.end(END_PATIENCE);
          }
          startIfWanted();
        });
  }

  void freeze(Duration duration) {
    then(
        () -> {
          if (jvm != null) {
            jvm.freeze(duration);
          }
        });
  }

  @Override
  void end() {
    wanted = false;
    ChildJvm running = jvm;
    if (running != null) {
      try {
        running.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
