package io.paastreams.pipeline.faults;

import io.paastreams.devkit.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One instance of the pipeline under a supervisor: while it is wanted, it is restarted whenever it
 * ends, for whatever reason.
 */
final class Instance extends Part {

  static final Duration END_PATIENCE = Duration.ofSeconds(90);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

  private final Site site;
  private final InstanceSettings settings;
  private final StateDisk disk;
  private final Path log;
  private final AtomicInteger endedByItself = new AtomicInteger();
  private final AtomicInteger killedAtEnd = new AtomicInteger();
  private @Nullable ChildJvm jvm; // confined to the part's thread
  private volatile boolean wanted;

  Instance(Site site, String name, InstanceSettings settings, StateDisk disk) {
    super(name);
    this.site = site;
    this.settings = settings;
    this.disk = disk;
    this.log = site.home().resolve(name + ".log");
  }

  /** Whether it runs, or soon will. */
  boolean isWanted() {
    return wanted;
  }

  /** How often it ended unintentionally. */
  int endedByItself() {
    return endedByItself.get();
  }

  /** How often it did not end in time when it was asked to. */
  int killedAtEnd() {
    return killedAtEnd.get();
  }

  void join() {
    wanted = true;
    then(this::startIfWanted);
  }

  private void startIfWanted() throws Exception {
    if (wanted && (jvm == null || !jvm.isAlive())) {
      ChildJvm started =
          site.jvms().start(site.instanceMain(), "160m", log, settings.toArguments());
      jvm = started;
      var unused = started.onExit().thenRun(() -> then(() -> restartIfItWas(started)));
    }
  }

  private void restartIfItWas(ChildJvm ended) throws Exception {
    if (wanted && jvm == ended) {
      endedByItself.incrementAndGet();
      sleep(RESTART_PAUSE);
      startIfWanted();
    }
  }

  /** Finishes its work and leaves the group. */
  void leave() {
    wanted = false;
    then(this::endJvm);
  }

  private void endJvm() throws InterruptedException {
    ChildJvm running = jvm;
    jvm = null;
    if (running != null && !running.end(END_PATIENCE)) {
      killedAtEnd.incrementAndGet();
    }
  }

  void kill(Duration downTime) {
    then(
        () -> {
          ChildJvm running = jvm;
          jvm = null;
          if (running != null) {
            running.kill();
          }
          sleep(downTime);
          startIfWanted();
        });
  }

  void restart() {
    then(
        () -> {
          endJvm();
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

  void order(InstanceMain.Order order, long... numbers) {
    then(
        () -> {
          if (jvm != null) {
            jvm.tell(order.line(numbers));
          }
        });
  }

  /** Its disk fills up, it is restarted on the full disk, and later space is freed. */
  void fillDisk(Duration duration) {
    then(disk::fill);
    restart();
    then(
        () -> {
          sleep(duration);
          disk.makeRoom();
        });
  }

  @Override
  void end() {
    wanted = false;
    ChildJvm running = jvm;
    jvm = null;
    if (running != null) {
      try {
        running.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    disk.close();
  }
}
