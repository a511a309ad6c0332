package io.paastreams.ingest;

import io.paastreams.ingest.SourceException.Reason;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;

/**
 * FFmpeg's library of capture devices. It is loaded only for a webcam, because it needs system
 * libraries that servers often lack.
 */
final class CaptureDevices {

  private CaptureDevices() {}

  static AVInputFormat videoForLinux() throws SourceException {
    try {
      Ffmpeg.load();
      avdevice.avdevice_register_all();
      return avformat.av_find_input_format("v4l2");
    } catch (LinkageError e) {
      throw new SourceException(
          Reason.UNSUPPORTED,
          "reading a webcam needs the system's PulseAudio, ALSA and XCB client libraries"
              + " (on Debian and Ubuntu: apt install libpulse0 libasound2 libxcb1 libxcb-shm0)",
          e);
    }
  }
}
