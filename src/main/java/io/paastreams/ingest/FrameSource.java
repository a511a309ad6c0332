package io.paastreams.ingest;

import java.time.Duration;
import java.util.Optional;

/**
 * Images in presentation order, as opened by {@link SourceLocation#open}.
 *
 * <p>Threading: one thread at a time, {@link #close} included.
 */
public sealed interface FrameSource extends AutoCloseable
    permits DecodedVideo, MotionJpegVideo, ImageFiles, Snapshots {

  /**
   * Returns the next image, waiting for it if the source is live; empty at the end or when reading
   * was cancelled.
   *
   * @throws SourceException if the source breaks off
   */
  Optional<SourceFrame> next() throws SourceException;

  /** Whether the source runs at its own pace without an end: a camera, not a recording. */
  boolean live();

  /** The nominal time from one frame to the next; positive. */
  Duration interval();

  @Override
  void close();
}
