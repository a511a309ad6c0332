package io.paastreams.ingest;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/** The FFmpeg libraries, loaded once. */
final class Ffmpeg {

  private static final int MESSAGE_BYTES = 256;

  static {
    // JavaCPP refuses allocations once the whole process is larger than four times the Java heap. A
    // detector's native memory beside a small heap soon exceeds that.
    if (System.getProperty("org.bytedeco.javacpp.maxphysicalbytes") == null) {
      System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    }
    FfmpegLog.install();
    avformat.avformat_network_init();
    // Cameras start at the same time, and their threads must not race in loading the other
    // libraries.
    avcodec.avcodec_version();
    swscale.swscale_version();
  }

  private Ffmpeg() {}

  /** Loads the libraries on the first call. */
  static void load() {}

  /** What an FFmpeg error code means. */
  static String message(int error) {
    byte[] text = new byte[MESSAGE_BYTES];
    avutil.av_strerror(error, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  /** Converts a number of time base units to nanoseconds. */
  static long nanos(long units, AVRational timeBase) {
    return avutil.av_rescale(units, 1_000_000_000L * timeBase.num(), timeBase.den());
  }
}
