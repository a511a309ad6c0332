package io.paastreams.ingest;

import io.paastreams.event.FramePayload.Encoding;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;

/**
 * A network camera that returns one JPEG or PNG image per request and is polled. It counts as live:
 * a failed request means that the camera broke.
 */
final class Snapshots implements FrameSource {

  /** A rate that any camera can sustain; many compute each image on request. */
  private static final double USUAL_FPS = 1;

  /** Requests the next image. */
  interface Request {
    VideoInput open() throws SourceException;
  }

  private final Request request;
  private final OpenOptions options;
  private final Duration interval;
  private final Instant begin;
  private @Nullable VideoInput opened;
  private Instant due;

  /** Takes over the response to the first request. */
  Snapshots(VideoInput first, Request request, OpenOptions options) {
    this.opened = first;
    this.request = request;
    this.options = options;
    this.interval = Duration.ofNanos(Math.round(1e9 / options.fpsOr(USUAL_FPS)));
    this.begin = options.clock().instant();
    this.due = begin;
  }

  /** Whether the server has answered with an image, not with a video. */
  static boolean areIn(VideoInput input) {
    return input.format().matches("(jpeg|png)_pipe");
  }

  @Override
  public Optional<SourceFrame> next() throws SourceException {
    options.clock().sleepUntil(due, options.cancelled());
    if (options.cancelled().getAsBoolean()) {
      return Optional.empty();
    }
    VideoInput present = opened;
    opened = null;
    try (VideoInput answer = present != null ? present : request.open()) {
      AVPacket packet = answer.read();
      if (packet == null) {
        return Optional.empty();
      }
      Instant now = options.clock().instant();
      // If the camera is slower than the wanted rate, missed images are not requested later.
      due = due.plus(interval).isBefore(now) ? now : due.plus(interval);
      return Optional.of(
          EncodedImage.of(
              packet,
              answer.stream().codecpar().codec_id() == avcodec.AV_CODEC_ID_PNG
                  ? Encoding.PNG
                  : Encoding.JPEG,
              Duration.between(begin, now)));
    }
  }

  @Override
  public boolean live() {
    return true;
  }

  @Override
  public Duration interval() {
    return interval;
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
