package io.paastreams.live;

import io.paastreams.event.Frame;
import io.paastreams.event.Topic;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates messages from frames that were joined with what was found in them. Slow work, such as
 * encoding raw pixels and fetching claim checks, is done on its own threads; if they cannot keep up
 * with a camera, only its newest frame waits.
 *
 * <p>Threading: safe.
 */
final class FrameMessages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FrameMessages.class);
  private static final int THREADS = 2;

  private final Topic<Frame> frames;
  private final FrameImages images;
  private final Consumer<LiveFrame> ready;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "live-images");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Work> waiting = new LinkedHashMap<>();
  private final Set<String> busy = new HashSet<>();

  private record Work(Sighting sighting, byte[] event) {}

  /** Starts the threads. */
  FrameMessages(Topic<Frame> frames, FrameImages images, Consumer<LiveFrame> ready) {
    this.frames = frames;
    this.images = images;
    this.ready = ready;
  }

  /** Takes a frame event's bytes and what was found in it. */
  void add(Sighting sighting, byte[] event) {
    synchronized (this) {
      waiting.put(sighting.camera(), new Work(sighting, event));
      if (!busy.add(sighting.camera())) {
        return;
      }
    }
    executor.execute(() -> work(sighting.camera()));
  }

  private void work(String camera) {
    while (true) {
      @Nullable Work next;
      synchronized (this) {
        next = waiting.remove(camera);
        if (next == null) {
          busy.remove(camera);
          return;
        }
      }
      try {
        ready.accept(new LiveFrame(next.sighting(), file(next.event())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) { // this frame is left out
        LOG.debug("a frame of {} cannot be shown", camera, e);
      }
    }
  }

  private ByteBuffer file(byte[] event) throws Exception {
    Frame frame = frames.valueSerde().deserializer().deserialize(frames.name(), event);
    return images.file(frame);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
