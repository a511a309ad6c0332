package io.paastreams.ingest;

import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.Orientation;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * A video whose packets are JPEG files, as webcams and many network cameras send it.
 *
 * <p>Packets pass unchanged unless they are not an upright image by themselves. The exceptions are
 * frames that the container says must be rotated, and interlaced frames, whose packets hold two
 * files of half the height, one per field; FFmpeg weaves these.
 */
final class MotionJpegVideo implements FrameSource {

  private static final ImageDecoder HEADERS = ImageDecoder.withDefaultLimits();

  private final VideoInput input;
  private final FrameTimes times;
  private final Orientation orientation;
  private @Nullable Weaver weaver;

  MotionJpegVideo(VideoInput input) {
    this.input = input;
    this.times = input.times();
    this.orientation = DisplayMatrix.of(input.stream().codecpar());
    if (orientation != Orientation.UPRIGHT) {
      input.notice("says how its frames have to be rotated; they are re-encoded upright");
    }
  }

  @Override
  public Optional<SourceFrame> next() throws SourceException {
    AVPacket packet = input.read();
    if (packet == null) {
      return Optional.empty();
    }
    long stamp = packet.pts() != avutil.AV_NOPTS_VALUE ? packet.pts() : packet.dts();
    Duration time = times.next(stamp);
    EncodedImage image = EncodedImage.of(packet, Encoding.JPEG, time);
    if (isField(image.file())) {
      AVFrame frame = weaver().weave(packet);
      if (frame != null) {
        return Optional.of(new DecodedFrame(frame, time, weaver().converter));
      }
    }
    return Optional.of(
        orientation == Orientation.UPRIGHT ? image : new RotatedImage(image, orientation));
  }

  /** Whether the first file in a packet has the stream's width and half of its height. */
  private boolean isField(byte[] file) {
    int width = input.stream().codecpar().width();
    int height = input.stream().codecpar().height();
    try {
      Size field = HEADERS.storedSize(file);
      return field.width() == width
          && (field.height() == height / 2 || field.height() == (height + 1) / 2);
    } catch (ImageException e) {
      return false;
    }
  }

  private Weaver weaver() throws SourceException {
    if (weaver == null) {
      input.notice("is interlaced; its fields are woven and re-encoded");
      weaver = new Weaver(input);
    }
    return weaver;
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
    if (weaver != null) {
      weaver.close();
      weaver = null;
    }
    input.close();
  }

  /** Decodes both fields with FFmpeg. */
  private static final class Weaver {
    private final VideoDecoder decoder;
    private final RgbConverter converter;

    Weaver(VideoInput input) throws SourceException {
      this.decoder = VideoDecoder.open(input.name(), input.stream().codecpar());
      this.converter = new RgbConverter(input.stream().codecpar());
    }

    @Nullable AVFrame weave(AVPacket packet) {
      decoder.send(packet);
      return decoder.receive();
    }

    void close() {
      converter.close();
      decoder.close();
    }
  }
}
