package io.paastreams.ingest;

import io.paastreams.text.MaskedUrl;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FFmpeg's own messages, on standard error by default, become lines of our log with the URLs in
 * them masked.
 *
 * <p>What it has to say about each damaged packet would flood the log, so that only its death shows
 * there, unless this class's logger is at debug level. Even then FFmpeg's own debug level stays
 * off: on it requests are shown with their passwords.
 *
 * <p>Threading: called by FFmpeg on any thread.
 */
final class FfmpegLog extends LogCallback {

  private static final Logger LOG = LoggerFactory.getLogger(FfmpegLog.class);

  /** FFmpeg does not keep it from being collected. */
  private static final FfmpegLog INSTANCE = new FfmpegLog();

  private FfmpegLog() {}

  static void install() {
    avutil.av_log_set_level(LOG.isDebugEnabled() ? avutil.AV_LOG_VERBOSE : avutil.AV_LOG_FATAL);
    avutil.setLogCallback(INSTANCE);
  }

  @Override
  public void call(int level, BytePointer message) {
    String line = MaskedUrl.in(message.getString().strip());
    if (level <= avutil.AV_LOG_FATAL) {
      LOG.error("FFmpeg: {}", line);
    } else {
      LOG.debug("FFmpeg: {}", line);
    }
  }
}
