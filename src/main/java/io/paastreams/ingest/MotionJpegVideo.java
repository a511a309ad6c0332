package io.paastreams.ingest;

import io.paastreams.event.FramePayload.Encoding;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avutil;

/** Video whose packets are JPEG files, as webcams and many network cameras send it. */
final class MotionJpegVideo implements FrameSource {

  private final VideoInput input;
  private final FrameTimes times;

  MotionJpegVideo(VideoInput input) {
    this.input = input;
    this.times = input.times();
  }

  @Override
  public Optional<SourceFrame> next() throws SourceException {
    AVPacket packet = input.read();
    if (packet == null) {
      return Optional.empty();
    }
    long stamp = packet.pts() != avutil.AV_NOPTS_VALUE ? packet.pts() : packet.dts();
    return Optional.of(EncodedPicture.of(packet, Encoding.JPEG, times.next(stamp)));
  }

  @Override
  public boolean live() {
    return input.live();
  }

  @Override
  public Duration interval() {
    return input.interval();
  }

  @Override
  public void close() {
    input.close();
  }
}
