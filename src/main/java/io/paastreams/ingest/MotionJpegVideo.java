package io.paastreams.ingest;

import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.RgbImage;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avutil;

/** Video whose packets are JPEG files, as webcams and many network cameras send it. */
final class MotionJpegVideo implements FrameSource {

  private static final ImageDecoder DECODER = ImageDecoder.withDefaultLimits();

  private final VideoInput input;
  private final FrameTimes times;

  MotionJpegVideo(VideoInput input) {
    this.input = input;
    this.times = new FrameTimes(input.stream().time_base(), input.interval());
  }

  @Override
  public Optional<SourceFrame> next() throws SourceException {
    AVPacket packet = input.read();
    if (packet == null) {
      return Optional.empty();
    }
    byte[] file = new byte[packet.size()];
    packet.data().get(file);
    long stamp = packet.pts() != avutil.AV_NOPTS_VALUE ? packet.pts() : packet.dts();
    return Optional.of(new JpegPacket(file, times.next(stamp)));
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

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record JpegPacket(byte[] file, Duration time) implements SourceFrame {

    @Override
    public RgbImage pixels() throws UnreadableFrameException {
      try {
        return DECODER.decode(file);
      } catch (ImageException e) {
        throw new UnreadableFrameException("the frame at " + time, e);
      }
    }

    @Override
    public Optional<Encoded> encoded() {
      return Optional.of(new Encoded(Encoding.JPEG, file));
    }
  }
}
