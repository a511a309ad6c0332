package io.paastreams.ingest;

import java.util.Locale;

/** How an RTSP server is asked to send its media; the names are FFmpeg's. */
public enum RtspTransport {
  /** {@link #TCP}, and {@link #UDP} if the server refuses that. {@code rtsps} stays with TCP. */
  AUTO,
  /** Interleaved with the commands on their own connection: nothing is lost on the way. */
  TCP,
  /** RTP over UDP, unicast: a lost packet damages frames until the next key frame. */
  UDP,
  /** RTP over UDP to a multicast group, which the server names. */
  UDP_MULTICAST,
  /** Tunnelled through HTTP, for servers behind a proxy. */
  HTTP;

  /** The value of FFmpeg's option {@code rtsp_transport}. */
  String ffmpegName() {
    return this == AUTO ? TCP.ffmpegName() : name().toLowerCase(Locale.ROOT);
  }
}
