package io.paastreams.ingest;

import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.image.RgbImage;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A decoded frame in native memory. */
record DecodedFrame(AVFrame frame, Duration time, RgbConverter converter) implements SourceFrame {

  @Override
  public RgbImage pixels() {
    return converter.convert(frame);
  }

  @Override
  public Optional<Encoded> encoded() {
    return Optional.empty();
  }
}
