package io.paastreams.ingest;

import io.paastreams.image.ImageLimits;
import io.paastreams.ingest.SourceException.Reason;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Decodes packets to frames in presentation order.
 *
 * <p>Damaged packets are skipped, as players do: the codec conceals what it can, and the reader
 * refuses a recording that yields no frame at all. One thread decodes a stream, because several
 * threads within a stream would hold back frames, and cameras run in parallel anyway.
 */
final class VideoDecoder implements AutoCloseable {

  private final AVCodecContext context;
  private final AVFrame frame = avutil.av_frame_alloc();

  private VideoDecoder(AVCodecContext context) {
    this.context = context;
  }

  static VideoDecoder open(String name, AVCodecParameters parameters) throws SourceException {
    AVCodec codec = avcodec.avcodec_find_decoder(parameters.codec_id());
    if (codec == null || codec.isNull()) {
      String codecName = avcodec.avcodec_get_name(parameters.codec_id()).getString();
      throw new SourceException(
          Reason.UNREADABLE, name + " uses the codec " + codecName + ", which cannot be decoded");
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    int result = avcodec.avcodec_parameters_to_context(context, parameters);
    if (result >= 0) {
      context.max_pixels(ImageLimits.DEFAULT.maxPixels());
      result = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
    }
    if (result < 0) {
      avcodec.avcodec_free_context(context);
      throw new SourceException(
          Reason.UNREADABLE, "cannot decode %s: %s".formatted(name, Ffmpeg.message(result)));
    }
    return new VideoDecoder(context);
  }

  /** Passes one packet to the codec; null means that there are no more. */
  void send(@Nullable AVPacket packet) {
    avcodec.avcodec_send_packet(context, packet);
  }

  /** A finished frame, valid until the next call; null if more packets are needed. */
  @Nullable AVFrame receive() {
    return avcodec.avcodec_receive_frame(context, frame) >= 0 ? frame : null;
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
    avcodec.avcodec_free_context(context);
  }
}
