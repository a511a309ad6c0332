package io.paastreams.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.inference.ResidentMemory;
import io.paastreams.metrics.ModelControl;
import io.paastreams.pipeline.ModelSlot;
import io.paastreams.text.Printable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges the model of a running pipeline: loads the new one beside the old, warms it up, puts it
 * into the slot, and closes the old one when no frame needs it any more. If anything fails before
 * the exchange, the old model stays.
 *
 * <pre>
 *   SERVING --begin--&gt; LOADING --exchanged--&gt; RETIRING --old one closed--&gt; SERVING
 *                         +-----failed------------------------------------&gt; FAILED (serves the old)
 * </pre>
 *
 * <p>Threading: safe; one exchange at a time, on a thread of its own.
 */
final class ModelSwitch implements ModelControl, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelSwitch.class);
  private static final int LONGEST = 1000;

  private final ModelSlot slot;
  private final Loader loader;
  private final Consumer<Boolean> listener;

  private final Supplier<String> configuredPath;

  @GuardedBy("this")
  private Detector serving;

  @GuardedBy("this")
  private String servingPath;

  @GuardedBy("this")
  private State state = State.SERVING;

  @GuardedBy("this")
  private String error = "";

  @GuardedBy("this")
  private Instant since = Instant.now();

  @GuardedBy("this")
  private int exchanges;

  @GuardedBy("this")
  private @Nullable Thread worker;

  @GuardedBy("this")
  private boolean closed;

  /** The state of an instance. */
  enum State {
    SERVING,
    LOADING,
    RETIRING,
    FAILED;

    boolean isBusy() {
      return this == LOADING || this == RETIRING;
    }
  }

  /** A model ready for its first frame. */
  record Loaded(Detector detector, Preprocessor preprocessor) {}

  /** Loads a model and warms it up. */
  @FunctionalInterface
  interface Loader {

    /**
     * Loads a model.
     *
     * @throws RuntimeException with a message for people, after having closed what was loaded
     */
    Loaded load(String path);
  }

  /**
   * Creates a switch.
   *
   * @param serving the detector in the slot; it is closed when another one replaces it, and by its
   *     owner
   * @param configuredPath the model with which the process would start again
   * @param listener receives for every exchange whether it succeeded
   */
  ModelSwitch(
      ModelSlot slot,
      Detector serving,
      Loader loader,
      Supplier<String> configuredPath,
      Consumer<Boolean> listener) {
    this.slot = slot;
    this.serving = serving;
    this.servingPath = configuredPath.get();
    this.configuredPath = configuredPath;
    this.loader = loader;
    this.listener = listener;
  }

  @Override
  public Map<String, String> status() {
    return status(configuredPath.get());
  }

  /** The path of the model at work, as it was given. */
  synchronized String servingPath() {
    return servingPath;
  }

  /** The path of the model with which the process would start again. */
  String configuredPath() {
    return configuredPath.get();
  }

  /** Whether a restart would bring the model that is at work. */
  boolean isConfigured() {
    return isSame(configuredPath(), servingPath());
  }

  private static boolean isSame(String path, String other) {
    return absolute(path).equals(absolute(other));
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }

  private synchronized Map<String, String> status(String configured) {
    ModelIdentity model = slot.model();
    Map<String, String> status = new LinkedHashMap<>();
    status.put("state", state.name());
    status.put("model", model.name());
    status.put("sha256", model.sha256());
    status.put("path", servingPath);
    status.put("configuredPath", isSame(configured, servingPath) ? servingPath : configured);
    status.put("since", since.toString());
    status.put("exchanges", Integer.toString(exchanges));
    status.put("error", error);
    return status;
  }

  @Override
  public synchronized Optional<String> begin(String path) {
    if (closed) {
      return Optional.of("the instance is stopping");
    }
    if (state.isBusy()) {
      return Optional.of("another exchange is in progress: " + state);
    }
    state = State.LOADING;
    error = "";
    Thread thread = new Thread(() -> exchange(path), "model-switch");
    thread.setDaemon(true);
    worker = thread;
    thread.start();
    return Optional.empty();
  }

  private void exchange(String path) {
    ModelIdentity before = slot.model();
    try {
      Loaded loaded = loader.load(path);
      if (loaded.detector().model().equals(before)) {
        LOG.info("The model {} is already in use.", before.name());
        loaded.detector().close();
        keepAs(path);
        return;
      }
      retire(path, loaded, before);
    } catch (RuntimeException | Error e) { // such as a library that is missing
      String reason = Printable.line(Failures.message(e), LONGEST);
      LOG.error(
          "The model {} could not take over, and {} stays in use: {}",
          Printable.line(path, LONGEST),
          before.name(),
          reason,
          e);
      moveTo(State.FAILED, reason);
      listener.accept(false);
    }
  }

  private void retire(String path, Loaded loaded, ModelIdentity before) {
    Detector old;
    synchronized (this) {
      if (closed) {
        loaded.detector().close();
        return;
      }
      var unused = slot.exchange(loaded.detector(), loaded.preprocessor());
      old = serving;
      serving = loaded.detector();
      servingPath = path;
      state = State.RETIRING;
      since = Instant.now();
      exchanges++;
      var closing =
          unused.thenRunAsync(
              () -> {
                old.close();
                ResidentMemory.giveBack();
              });
      var unusedResult = closing.whenComplete((done, failure) -> moveTo(State.SERVING, ""));
    }
    ModelIdentity now = loaded.detector().model();
    LOG.info(
        "The model {} ({}) of {} has taken over from {} ({}).",
        now.name(),
        now.sha256(),
        Printable.line(path, LONGEST),
        before.name(),
        before.sha256());
    if (!isConfigured()) {
      LOG.warn(
          "model.path is still {}: a restart would bring that model back. Set model.path: {}.",
          configuredPath(),
          Printable.line(path, LONGEST));
    }
    listener.accept(true);
  }

  private synchronized void keepAs(String path) {
    servingPath = path;
    moveTo(State.SERVING, "");
  }

  private synchronized void moveTo(State next, String reason) {
    state = next;
    error = reason;
  }

  /** Closes the model in use; call it when the pipeline is closed. */
  @Override
  public void close() {
    Detector last;
    @Nullable Thread thread;
    synchronized (this) {
      closed = true;
      last = serving;
      thread = worker;
    }
    if (thread != null) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    last.close();
  }
}
