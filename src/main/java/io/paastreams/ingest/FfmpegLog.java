package io.paastreams.ingest;

import io.paastreams.text.MaskedUrl;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns FFmpeg's own messages, which go to standard error by default, into lines of our log in
 * which URLs are masked.
 *
 * <p>FFmpeg's messages about each damaged packet would flood the log, so only fatal ones are logged
 * unless this class's logger is at debug level. Even then FFmpeg's own debug level stays off,
 * because it shows requests with their passwords.
 *
 * <p>Threading: called by FFmpeg on any thread.
 */
final class FfmpegLog extends LogCallback {

  private static final Logger LOG = LoggerFactory.getLogger(FfmpegLog.class);

  /** Held here because FFmpeg does not keep the callback from being garbage-collected. */
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
