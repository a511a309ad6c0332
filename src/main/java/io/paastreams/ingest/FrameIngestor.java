package io.paastreams.ingest;

import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.ingest.SourceException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Plays one source as one camera: reads, drops frames above the wanted rate, waits for each frame's
 * time, and publishes it.
 *
 * <p>Every time the source is opened, by looping or by reconnecting, it continues the same timeline
 * one frame interval after the last frame. The frames of a recording played in real time count as
 * captured when they are due, even when publishing lags behind, so that the lag shows in every
 * later latency; other frames count as captured when they were read.
 *
 * <p>Threading: {@link #run} is called once, by one thread; {@link #stop} and {@link #counts} by
 * any thread.
 */
public final class FrameIngestor {

  /** The largest step that corrects a running clock; a larger one means that the time was reset. */
  private static final Duration CLOCK_ADJUSTMENT = Duration.ofSeconds(1);

  private static final int MOST_NOTICES = 100;

  private final SourceLocation location;
  private final IngestConfig config;
  private final FramePublisher publisher;
  private final IngestListener listener;
  private final PacingClock clock;
  private final PayloadEncoder encoder;
  private final @Nullable PayloadStorage storage;
  private final RateLimit mediaLimit;
  private final @Nullable ArrivalLimit arrivalLimit;
  private final OpenOptions openOptions;

  /** Frames are numbered from 0 within this session; a later process chooses another. */
  private final UUID sessionId = UUID.randomUUID();

  private final AtomicLong read = new AtomicLong();
  private final AtomicLong limited = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean stopped;

  /** The instant at which the timeline begins; set by the first frame. */
  private @Nullable Instant start;

  private Instant latest = Instant.MIN;
  private final Set<String> told = new HashSet<>();

  /** Where on the timeline the source was last opened, and where it would be opened next. */
  private Duration openedAt = Duration.ZERO;

  private Duration end = Duration.ZERO;

  /** Creates an ingestor whose events all carry their images. */
  public FrameIngestor(
      SourceLocation location,
      IngestConfig config,
      FramePublisher publisher,
      IngestListener listener,
      PacingClock clock) {
    this(location, config, publisher, null, listener, clock);
  }

  /**
   * Creates the ingestor of one camera.
   *
   * @param large which images are stored outside their events; null for none
   */
  public FrameIngestor(
      SourceLocation location,
      IngestConfig config,
      FramePublisher publisher,
      @Nullable LargePayloads large,
      IngestListener listener,
      PacingClock clock) {
    this.location = location;
    this.config = config;
    this.publisher = publisher;
    this.listener = listener;
    this.clock = clock;
    this.encoder = new PayloadEncoder(config.payload(), config.jpegQuality());
    this.storage = large == null ? null : new PayloadStorage(large, config, clock, () -> stopped);
    Double maxFps = config.maxFps();
    this.mediaLimit = new RateLimit(maxFps);
    this.arrivalLimit = maxFps == null ? null : new ArrivalLimit(maxFps);
    this.openOptions =
        new OpenOptions(
            maxFps, config.patience(), config.source(), clock, this::noticeOnce, () -> stopped);
  }

  public String cameraId() {
    return config.cameraId();
  }

  /**
   * Publishes frames until the source ends or {@link #stop} is called. A live source that breaks
   * after it was opened once is reopened until it is stopped; a {@link IngestConfig#persistent} one
   * also if it cannot be opened at first.
   *
   * @throws SourceException if the source cannot be opened at first, or a recording is damaged
   */
  public void run() throws SourceException {
    try {
      playToTheEnd();
      listener.cameraEnded(cameraId(), null);
    } catch (SourceException | RuntimeException | Error e) {
      listener.cameraEnded(cameraId(), e);
      throw e;
    }
  }

  private void playToTheEnd() throws SourceException {
    boolean again = true;
    int failures = 0;
    boolean live = config.persistent() && location.isRemote();
    while (again && !stopped) {
      long before = read.get();
      try (FrameSource source = location.open(openOptions)) {
        live = source.live();
        listener.sourceOpened(cameraId(), location);
        play(source);
        if (live && !stopped) {
          throw new SourceException(Reason.BROKEN, location + " has ended");
        }
        again = config.loop();
        if (read.get() == before && !stopped) {
          throw new SourceException(Reason.UNREADABLE, location + " contains no frame");
        }
      } catch (SourceException e) {
        if (stopped) {
          return;
        }
        if (!live || e.reason() == Reason.UNSUPPORTED) {
          throw e;
        }
        failures = read.get() == before ? failures + 1 : 1;
        Duration wait = config.reconnect().wait(failures);
        listener.sourceLost(cameraId(), e, wait);
        clock.sleepUntil(clock.instant().plus(wait), () -> stopped);
      }
    }
  }

  /** Makes {@link #run} return soon, after the current frame. */
  public void stop() {
    stopped = true;
  }

  /** The current counts. */
  public IngestCounts counts() {
    // Later stages are read first, so that frames in flight never make them exceed the earlier
    // ones.
    long failedNow = failed.get();
    long acknowledgedNow = acknowledged.get();
    long publishedNow = published.get();
    return new IngestCounts(
        read.get(), limited.get(), unreadable.get(), publishedNow, acknowledgedNow, failedNow);
  }

  private void play(FrameSource source) throws SourceException {
    openedAt = end;
    while (!stopped) {
      Optional<SourceFrame> frame = source.next();
      if (frame.isEmpty()) {
        return;
      }
      read.incrementAndGet();
      Duration time = openedAt.plus(frame.get().time());
      end = time.plus(source.interval());
      if (!keeps(time, source.live())) {
        limited.incrementAndGet();
        listener.frameLimited(cameraId());
        continue;
      }
      Instant captureTime = waitFor(time, source.live());
      if (!stopped) {
        publish(frame.get(), captureTime, source.live());
      }
    }
  }

  /** Reports a notice only once, because a source that is opened again repeats its notices. */
  private void noticeOnce(String notice) {
    if (told.size() < MOST_NOTICES && told.add(notice)) {
      listener.sourceNotice(cameraId(), notice);
    }
  }

  private boolean keeps(Duration time, boolean live) {
    if (live && arrivalLimit != null) {
      return arrivalLimit.keeps(clock.instant());
    }
    return mediaLimit.keeps(time);
  }

  /** Waits until a frame is due and returns the time at which it counts as captured. */
  private Instant waitFor(Duration time, boolean live) {
    if (live || config.pace() == Pace.UNLIMITED) {
      return now();
    }
    Instant zero = start;
    if (zero == null) {
      zero = clock.instant().minus(time);
      start = zero;
    }
    Instant due = zero.plus(time);
    clock.sleepUntil(due, () -> stopped);
    return due;
  }

  /** The clock's time, which does not go back unless the clock was set back for good. */
  private Instant now() {
    Instant now = clock.instant();
    if (now.isBefore(latest)) {
      Duration back = Duration.between(now, latest);
      if (back.compareTo(CLOCK_ADJUSTMENT) <= 0) {
        return latest;
      }
      listener.sourceNotice(
          cameraId(),
          "this machine's clock was set back by %.1f s; capture times go back by as much"
              .formatted(back.toNanos() / 1e9));
    }
    latest = now;
    return now;
  }

  private void publish(SourceFrame frame, Instant captureTime, boolean live) {
    FramePayload payload;
    try {
      payload = encoder.encode(frame);
    } catch (UnreadableFrameException e) {
      unreadable.incrementAndGet();
      listener.frameUnreadable(cameraId(), e);
      return;
    }
    int bytes = payload.bytes().remaining();
    // A frame that the store does not accept leaves a gap, like one that the broker does not
    // accept.
    long sequence = published.getAndIncrement();
    try {
      payload = storage == null ? payload : storage.moved(payload, captureTime, live);
    } catch (IOException e) {
      settle(e, bytes);
      return;
    }
    Frame event =
        new Frame(
            UUID.randomUUID(),
            cameraId(),
            sessionId,
            sequence,
            captureTime,
            clock.instant(),
            payload);
    try {
      publisher.publish(event, failure -> settle(failure, bytes));
    } catch (RuntimeException e) {
      settle(e, bytes);
      throw e;
    }
  }

  private void settle(@Nullable Exception failure, int bytes) {
    if (failure == null) {
      acknowledged.incrementAndGet();
      listener.frameAcknowledged(cameraId(), bytes);
    } else {
      failed.incrementAndGet();
      listener.frameFailed(cameraId(), failure);
    }
  }
}
