package io.paastreams.ingest;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's blocking calls when the source is cancelled or has been silent for too long.
 *
 * <p>JavaCPP supports only a few native callbacks of one type, so all inputs share one, which finds
 * its watch by a number passed as the callback's opaque pointer.
 *
 * <p>Threading: {@link #restart} is called by the reading thread; FFmpeg polls from that thread or
 * from threads of its own.
 */
final class ReadTimeout implements AutoCloseable {

  private static final AtomicLong NEXT_ID = new AtomicLong(1);
  private static final Map<Long, ReadTimeout> TIMEOUTS = new ConcurrentHashMap<>();
  private static final Callback CALLBACK = new Callback();

  private final long id = NEXT_ID.getAndIncrement();
  private final BooleanSupplier cancelled;
  private final long patienceNanos;
  private volatile long deadline;

  ReadTimeout(BooleanSupplier cancelled, Duration patience) {
    this.cancelled = cancelled;
    this.patienceNanos = patience.toNanos();
    restart();
    TIMEOUTS.put(id, this);
  }

  /** Grants the following call the full patience. */
  void restart() {
    deadline = System.nanoTime() + patienceNanos;
  }

  void attach(AVFormatContext context) {
    context.interrupt_callback().callback(CALLBACK).opaque(new Handle(id));
  }

  boolean cancelled() {
    return cancelled.getAsBoolean();
  }

  boolean expired() {
    return System.nanoTime() - deadline > 0;
  }

  @Override
  public void close() {
    TIMEOUTS.remove(id);
  }

  /** A number disguised as a pointer; never dereferenced. */
  private static final class Handle extends Pointer {
    Handle(long id) {
      address = id;
    }
  }

  private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer opaque) {
      ReadTimeout watch = TIMEOUTS.get(opaque.address());
      return watch == null || watch.cancelled() || watch.expired() ? 1 : 0;
    }
  }
}
