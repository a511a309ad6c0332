package io.paastreams.cli;

import io.paastreams.config.ConfigException;
import io.paastreams.config.LogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code log.level} in the configuration file, so that a problem that a restart would end
 * can be examined.
 *
 * <p>Threading: checks on a thread of its own until closed.
 */
final class LogLevelWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogLevelWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Path file;
  private final Supplier<LogConfig> reader;
  private final Thread thread = new Thread(this::lookUntilClosed, "log-level");
  private @Nullable FileTime last;
  private LogConfig now;

  LogLevelWatch(Path file, LogConfig now, Supplier<LogConfig> reader) {
    this.file = file;
    this.now = now;
    this.reader = reader;
    this.last = time();
    thread.setDaemon(true);
  }

  LogLevelWatch start() {
    thread.start();
    return this;
  }

  private void lookUntilClosed() {
    try {
      while (true) {
        Thread.sleep(INTERVAL.toMillis());
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("log.level is no longer followed.");
    }
  }

  /** Checks once. */
  void look() {
    FileTime time = time();
    if (time == null || time.equals(last)) {
      return;
    }
    last = time;
    try {
      LogConfig next = reader.get();
      if (next.level() != now.level()) {
        // Only the level: a change of the format would break programs that read the lines.
        now = new LogConfig(now.format(), next.level());
        Logging.apply(now);
        LOG.warn("log.level is {} from now on.", next.level());
      }
    } catch (ConfigException e) {
      LOG.warn("{} has changed and is not valid, so log.level stays {}.", file, now.level());
    }
  }

  private @Nullable FileTime time() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) { // being replaced at this moment
      return null;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
