package io.paastreams.ingest;

import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A video whose frames have to be decoded. */
final class DecodedVideo implements FrameSource {

  private final VideoInput input;
  private final VideoDecoder decoder;
  private final RgbConverter converter;
  private final FrameTimes times;
  private boolean ending;

  private DecodedVideo(VideoInput input, VideoDecoder decoder) {
    this.input = input;
    this.decoder = decoder;
    this.converter = new RgbConverter(input.stream().codecpar());
    this.times = input.times();
  }

  /** Takes over the input, even when this method fails. */
  static DecodedVideo of(VideoInput input) throws SourceException {
    try {
      return new DecodedVideo(input, VideoDecoder.open(input.name(), input.stream().codecpar()));
    } catch (SourceException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  @Override
  public Optional<SourceFrame> next() throws SourceException {
    while (true) {
      AVFrame frame = decoder.receive();
      if (frame != null) {
        return Optional.of(
            new DecodedFrame(frame, times.next(frame.best_effort_timestamp()), converter));
      }
      if (ending) {
        return Optional.empty();
      }
      // The codec holds back the last frames until it is told that the stream has ended.
      AVPacket packet = input.read();
      ending = packet == null;
      decoder.send(packet);
    }
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
    converter.close();
    decoder.close();
    input.close();
  }
}
