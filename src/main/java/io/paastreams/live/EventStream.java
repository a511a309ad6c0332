package io.paastreams.live;

import io.javalin.http.Context;
import io.javalin.http.TooManyRequestsResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/stream}: events, alerts and dead letters as server-sent events, for scripts. A reader
 * that is too slow misses some messages and is told how many.
 *
 * <p>Threading: safe. Each stream holds one of the server's threads, hence the limit.
 */
final class EventStream {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int MOST_STREAMS = 32;
  private static final int MOST_WAITING = 256;
  private static final long HEARTBEAT_SECONDS = 10;

  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private final Stop stop = new Stop();

  private record Message(String kind, String json) {}

  private static final class Reader {
    final ArrayBlockingQueue<Message> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    final @Nullable String camera;
    long missed;

    Reader(@Nullable String camera) {
      this.camera = camera;
    }

    synchronized void offer(Message message) {
      if (!waiting.offer(message)) {
        missed++;
      }
    }

    synchronized long takeMissed() {
      long taken = missed;
      missed = 0;
      return taken;
    }
  }

  /** Sends an event to all readers. */
  void publish(String kind, @Nullable String camera, Object thing) {
    if (readers.isEmpty()) {
      return;
    }
    Message message = new Message(kind, Json.text(thing));
    for (Reader reader : readers) {
      if (reader.camera == null || reader.camera.equals(camera)) {
        reader.offer(message);
      }
    }
  }

  /** Serves a client until it disconnects or the server closes. */
  void serve(Context ctx) throws IOException {
    if (readers.size() >= MOST_STREAMS) {
      throw new TooManyRequestsResponse("there are already %d streams".formatted(MOST_STREAMS));
    }
    Reader reader = new Reader(ctx.queryParam("camera"));
    readers.add(reader);
    try {
      ctx.res().setContentType("text/event-stream; charset=utf-8");
      OutputStream out = ctx.res().getOutputStream();
      write(out, ": events, alerts and letters follow\n\n");
      while (!stop.isSet()) {
        Message next = reader.waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        long missed = reader.takeMissed();
        if (missed > 0) {
          write(out, "event: missed\ndata: " + Json.text(Map.of("messages", missed)) + "\n\n");
        }
        write(
            out,
            next == null
                ? ": nothing happened\n\n"
                : "event: " + next.kind() + "\ndata: " + next.json() + "\n\n");
      }
    } catch (IOException e) {
      LOG.debug("a reader of the stream has disconnected", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      readers.remove(reader);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Ends all streams. */
  void close() {
    stop.set();
    readers.forEach(reader -> reader.offer(new Message("end", "{}")));
  }
}
