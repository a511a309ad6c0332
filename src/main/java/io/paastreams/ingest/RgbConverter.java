package io.paastreams.ingest;

import io.paastreams.geometry.Size;
import io.paastreams.image.Orientation;
import io.paastreams.image.RgbImage;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Converts decoded frames to upright RGB images of their own size. The conversion is that of
 * OpenCV's {@code VideoCapture} (bicubic chroma, BT.601), which is commonly used to extract
 * training frames.
 */
final class RgbConverter implements AutoCloseable {

  /** SIMD conversion needs rows aligned to this many bytes. */
  private static final int ROW_ALIGNMENT = 64;

  private final Orientation orientation;
  private @Nullable SwsContext scaler;
  private @Nullable AVFrame rgb;

  RgbConverter(AVCodecParameters parameters) {
    this.orientation = DisplayMatrix.of(parameters);
  }

  RgbImage convert(AVFrame frame) {
    int width = frame.width();
    int height = frame.height();
    SwsContext converter =
        swscale.sws_getCachedContext(
            scaler,
            width,
            height,
            frame.format(),
            width,
            height,
            avutil.AV_PIX_FMT_RGB24,
            swscale.SWS_BICUBIC,
            (SwsFilter) null,
            (SwsFilter) null,
            (double[]) null);
    scaler = converter;
    AVFrame target = target(width, height);
    swscale.sws_scale(
        converter, frame.data(), frame.linesize(), 0, height, target.data(), target.linesize());
    return DisplayMatrix.of(frame, orientation)
        .apply(new RgbImage(new Size(width, height), rows(target)));
  }

  /** The native buffer, reallocated when a stream changes its size. */
  private AVFrame target(int width, int height) {
    AVFrame present = rgb;
    if (present != null && present.width() == width && present.height() == height) {
      return present;
    }
    if (present != null) {
      avutil.av_frame_free(present);
    }
    AVFrame fresh = avutil.av_frame_alloc();
    rgb = fresh;
    fresh.format(avutil.AV_PIX_FMT_RGB24);
    fresh.width(width);
    fresh.height(height);
    int result = avutil.av_frame_get_buffer(fresh, ROW_ALIGNMENT);
    if (result < 0) {
      throw new IllegalStateException(
          "no memory for a frame of %dx%d: %s".formatted(width, height, Ffmpeg.message(result)));
    }
    return fresh;
  }

  private static byte[] rows(AVFrame image) {
    int rowBytes = 3 * image.width();
    int stride = image.linesize(0);
    byte[] pixels = new byte[rowBytes * image.height()];
    BytePointer source = image.data(0);
    for (int y = 0; y < image.height(); y++) {
      source.position((long) y * stride).get(pixels, y * rowBytes, rowBytes);
    }
    return pixels;
  }

  @Override
  public void close() {
    if (scaler != null) {
      swscale.sws_freeContext(scaler);
      scaler = null;
    }
    if (rgb != null) {
      avutil.av_frame_free(rgb);
      rgb = null;
    }
  }
}
