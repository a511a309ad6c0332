package io.paastreams.streams;

import io.paastreams.event.RegistryException;
import io.paastreams.event.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TopologyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what happens when a stream thread dies. Nothing is lost, because whatever it had not
 * committed is read again. Most causes are transient (a broker restarts, a commit comes too late,
 * the registry is down), so the thread is replaced. A permanent cause stops the application, and so
 * do too many deaths.
 *
 * <p>Threading: safe.
 */
public final class StreamThreadFailureHandler implements StreamsUncaughtExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(StreamThreadFailureHandler.class);

  private static final Duration WITHIN = Duration.ofMinutes(5);

  private static final String TOO_OFTEN =
      "more threads died within 5 minutes than pipeline.maxReplacements allows, the last one of: ";

  private static final List<Class<? extends Throwable>> FATAL =
      List.of(
          RegistryException.class,
          AuthenticationException.class,
          AuthorizationException.class,
          UnsupportedVersionException.class,
          MissingSourceTopicException.class,
          InvalidTopicException.class,
          ConfigException.class,
          TopologyException.class,
          // Instances of the group use the other group protocol.
          GroupIdNotFoundException.class,
          InconsistentGroupProtocolException.class,
          Error.class);

  private final String application;
  private final OnFailure onFailure;
  private final int maxReplacements;
  private final List<Class<? extends Throwable>> alsoFatal;
  private final LongSupplier nanoClock;
  private final Deque<Long> replacements = new ArrayDeque<>();
  private volatile @Nullable Throwable fatal;
  private volatile boolean diedOften;
  private volatile boolean closing;

  /**
   * Creates a handler for one client.
   *
   * @param alsoFatal the application's own permanent causes
   */
  StreamThreadFailureHandler(
      ApplicationSettings settings,
      List<Class<? extends Throwable>> alsoFatal,
      LongSupplier nanoClock) {
    this.application = settings.name();
    this.onFailure = settings.onFailure();
    this.maxReplacements = settings.maxReplacements();
    this.alsoFatal = List.copyOf(alsoFatal);
    this.nanoClock = nanoClock;
  }

  /** Why the application stopped, if it stopped by itself. */
  @Nullable Throwable fatal() {
    return fatal;
  }

  /** The same as the end of a sentence, with the remedy if there is one; otherwise empty. */
  String reason() {
    Throwable failure = fatal;
    if (failure == null) {
      return "";
    }
    return ": " + (diedOften ? TOO_OFTEN : "") + RootCause.describe(failure);
  }

  /**
   * Stops replacing threads that die. A replaced thread stays in the group (4.3.1), and its
   * partitions would make no progress until its session ends.
   */
  void closing() {
    closing = true;
  }

  /** Remembers why the application stops; the first reason counts. */
  synchronized void stopBecause(Throwable failure) {
    if (fatal == null) {
      fatal = failure;
    }
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
    if (closing) {
      LOG.info("A stream thread gave up its work in flight: {}", failure.toString());
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (onFailure == OnFailure.STOP) {
      LOG.error("As pipeline.onFailure says, {} stops.", application, failure);
      stopBecause(failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (hasCause(failure, RegistryUnavailableException.class)) {
      LOG.warn("The schema registry is down; records wait until it is back.", failure);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    if (Stream.concat(FATAL.stream(), alsoFatal.stream())
        .anyMatch(type -> hasCause(failure, type))) {
      LOG.error("A new attempt would also fail, so {} stops.", application, failure);
      stopBecause(failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    long now = nanoClock.getAsLong();
    replacements.add(now);
    while (now - replacements.element() > WITHIN.toNanos()) {
      replacements.remove();
    }
    if (replacements.size() > maxReplacements) {
      LOG.error(
          "{} threads died in {}, so {} stops.", replacements.size(), WITHIN, application, failure);
      diedOften = true;
      stopBecause(failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.warn(
        "A stream thread died and is replaced; its uncommitted records are read again.", failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
