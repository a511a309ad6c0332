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
 * Keeps Kafka's clients from writing the same lines for as long as a broker is away: each client of
 * each thread says so at every attempt. What a line says the first time is always shown, and again
 * after a while without it; in between repetitions are counted, and the count is told now and then.
 * Two lines say the same if they differ in numbers and in the client that speaks.
 *
 * <p>Also tells when the connections to the brokers are lost, and when they are back: the clients
 * themselves do not say the latter.
 *
 * <p>Threading: safe; {@link #tick} is called by one thread of its own, since a filter may not log.
 */
final class RepeatedLines extends AbstractFilter {

  /** How often the repetitions are told of. */
  static final Duration SUMMARY_INTERVAL = Duration.ofMinutes(1);

  /** What was not said for so long is news again. */
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

  /** The clients try again at least once a second, and say so when it fails. */
  static final Duration BACK_AFTER = Duration.ofSeconds(10);

  /** A line that fails once and never again is a broker's restart, and none of our business. */
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

  /** Lines that say the same. */
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

  /** Watches over everything that this process logs as it is configured now. */
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
        kinds.remove(kinds.keySet().iterator().next()); // the one that was silent for longest
      }
      return Result.NEUTRAL;
    }
    kind.last = now;
    kind.untold++;
    return Result.DENY;
  }

  /** Tells what is due. */
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
      return "Connections to Kafka fail. They are tried again until it is back; nothing is lost"
          + " meanwhile, and repetitions are counted instead of shown.";
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
            : "%d more lines of Kafka's clients in %s say what was said before%s; mostly: %s"
                .formatted(
                    untold,
                    text(now - lastSummary),
                    told ? " (connections fail since " + text(now - firstFailure) + ")" : "",
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
