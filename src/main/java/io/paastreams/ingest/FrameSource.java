package io.paastreams.ingest;

import java.time.Duration;
import java.util.Optional;

/**
 * Pictures in presentation order, from {@link SourceLocation#open}.
 *
 * <p>Threading: one thread at a time, {@link #close} included.
 */
public sealed interface FrameSource extends AutoCloseable
    permits DecodedVideo, MotionJpegVideo, Pictures, Snapshots {

  /**
   * The next picture, waiting for it if it is live; empty at the end, or when reading was
   * cancelled.
   *
   * @throws SourceException if the source breaks off
   */
  Optional<SourceFrame> next() throws SourceException;

  /** Whether it goes on at its own pace without an end: a camera, not a recording. */
  boolean live();

  /** Nominal time from one frame to the next, positive. */
  Duration interval();

  @Override
  void close();
}
