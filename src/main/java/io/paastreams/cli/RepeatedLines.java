package io.paastreams.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.core.filter.Filterable;

/**
 * Keeps Kafka's clients from logging the same lines for as long as a broker is unavailable: each
 * client of each thread would do so at every attempt. A line is shown the first time, and again if
 * it recurs after a long pause; in between, repetitions are counted, and the count is logged
 * periodically. Two lines are the same if they differ only in numbers and in the client that logs
 * them.
 *
 * <p>It also reports when the connections to the brokers are lost and when they are back; the
 * clients themselves do not report the latter.
 *
 * <p>Threading: safe; {@link #tick} is called by one thread of its own, because a filter must not
 * log.
 */
final class RepeatedLines extends AbstractFilter {

  /** How often the repetitions are reported. */
  static final Duration SUMMARY_INTERVAL = Duration.ofMinutes(1);

  /** A line that was not logged for this long is shown again. */
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

  /**
   * The time without failures after which connections count as back: clients retry at least once
   * per second and log failures.
   */
  static final Duration BACK_AFTER = Duration.ofSeconds(10);

  /**
   * The number of failures that make an outage: a single failure is a broker's restart and not
   * worth reporting.
   */
  private static final int OUTAGE_FROM = 3;

  private static final int MOST_KINDS = 1_000;

  private static final Pattern SPEAKER = Pattern.compile("^\\[[^\\]]*\\] *");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9a-zA-Z_-]*[0-9][0-9a-zA-Z_-]*");
  private static final Pattern LOST =
      Pattern.compile("could not be established|Bootstrap broker .* disconnected");

  private final LongSupplier nanoClock;
  private final Consumer<String> teller;

  @GuardedBy("this")
  private final Map<String, Kind> kinds = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("this")
  private long lastSummary;

  /** Zero while the brokers answer. */
  @GuardedBy("this")
  private int failures;

  @GuardedBy("this")
  private long firstFailure;

  @GuardedBy("this")
  private long lastFailure;

  @GuardedBy("this")
  private boolean told;

  /** A kind of lines that count as the same. */
  private static final class Kind {
    private final String example;
    private long last;
    private long untold;

    Kind(String example, long last) {
      this.example = example;
      this.last = last;
    }
  }

  RepeatedLines(LongSupplier nanoClock, Consumer<String> teller) {
    this.nanoClock = nanoClock;
    this.teller = teller;
    this.lastSummary = nanoClock.getAsLong();
  }

  /** Filters everything that this process logs in its current configuration. */
  static void install(Consumer<String> teller) {
    RepeatedLines filter = new RepeatedLines(System::nanoTime, teller);
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      for (Appender appender : context.getConfiguration().getAppenders().values()) {
        if (appender instanceof Filterable filterable) {
          filterable.addFilter(filter);
        }
      }
    }
    Thread thread = new Thread(filter::tickForEver, "repeated-lines");
    thread.setDaemon(true);
    thread.start();
  }

  private void tickForEver() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(1);
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Result filter(LogEvent event) {
    String logger = String.valueOf(event.getLoggerName());
    return logger.startsWith("org.apache.kafka.") || logger.startsWith("kafka.")
        ? judge(logger, event)
        : Result.NEUTRAL;
  }

  private synchronized Result judge(String logger, LogEvent event) {
    long now = nanoClock.getAsLong();
    String message = SPEAKER.matcher(event.getMessage().getFormattedMessage()).replaceFirst("");
    if (LOST.matcher(message).find()) {
      firstFailure = failures == 0 ? now : firstFailure;
      lastFailure = now;
      failures++;
    }
    Throwable thrown = event.getThrown();
    String key = logger + event.getLevel() + NUMBER.matcher(message + thrown).replaceAll("#");
    Kind kind = kinds.get(key);
    if (kind == null) {
      kinds.put(key, new Kind(message, now));
      if (kinds.size() > MOST_KINDS) {
        kinds.remove(kinds.keySet().iterator().next()); // the one that was silent longest
      }
      return Result.NEUTRAL;
    }
    kind.last = now;
    kind.untold++;
    return Result.DENY;
  }

  /** Reports what is due. */
  void tick() {
    String outage;
    String summary;
    synchronized (this) {
      long now = nanoClock.getAsLong();
      outage = outage(now);
      summary = now - lastSummary >= SUMMARY_INTERVAL.toNanos() ? summary(now) : "";
    }
    if (!outage.isEmpty()) {
      teller.accept(outage);
    }
    if (!summary.isEmpty()) {
      teller.accept(summary);
    }
  }

  @GuardedBy("this")
  private String outage(long now) {
    if (failures == 0) {
      return "";
    }
    if (now - lastFailure >= BACK_AFTER.toNanos()) {
      String over =
          "Kafka answers again: connections failed for " + text(lastFailure - firstFailure) + ".";
      boolean worthIt = told;
      failures = 0;
      told = false;
      return worthIt ? over : "";
    }
    if (!told && failures >= OUTAGE_FROM) {
      told = true;
      return "Connections to Kafka fail. They are retried until it is back; repetitions are"
          + " counted instead of shown.";
    }
    return "";
  }

  @GuardedBy("this")
  private String summary(long now) {
    long untold = kinds.values().stream().mapToLong(kind -> kind.untold).sum();
    String most =
        kinds.values().stream()
            .max(Comparator.comparingLong(kind -> kind.untold))
            .map(kind -> kind.example)
            .orElse("");
    String summary =
        untold == 0
            ? ""
            : "%d more lines of Kafka's clients in %s repeated earlier ones%s; most often: %s"
                .formatted(
                    untold,
                    text(now - lastSummary),
                    told
                        ? " (connections have been failing for " + text(now - firstFailure) + ")"
                        : "",
                    most);
    kinds.values().forEach(kind -> kind.untold = 0);
    kinds.values().removeIf(kind -> now - kind.last >= FORGOTTEN_AFTER.toNanos());
    lastSummary = now;
    return summary;
  }

  private static String text(long nanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
