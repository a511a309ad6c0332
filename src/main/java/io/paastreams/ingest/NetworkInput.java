package io.paastreams.ingest;

import io.paastreams.ingest.SourceException.Reason;
import java.util.Locale;
import java.util.Map;

/** Opens network streams with the transport that the user wants and the server offers. */
final class NetworkInput {

  private static final String PROTOCOLS =
      "rtsp,rtsps,rtp,srtp,udp,tcp,tls,http,https,httpproxy,crypto,data";

  private NetworkInput() {}

  /**
   * Opens a stream.
   *
   * @param name for messages; without passwords
   */
  static VideoInput open(String name, String url, OpenOptions options) throws SourceException {
    RtspTransport transport = options.source().rtspTransport();
    try {
      return open(name, url, transport, options);
    } catch (SourceException e) {
      // Media that rtsps encrypts must not be sent in the clear.
      if (transport != RtspTransport.AUTO
          || e.reason() != Reason.TRANSPORT_REFUSED
          || !url.toLowerCase(Locale.ROOT).startsWith("rtsp:")) {
        throw e;
      }
      try {
        VideoInput input = open(name, url, RtspTransport.UDP, options);
        options
            .notices()
            .accept(name + " refuses RTP over TCP and is read over UDP, where packets can be lost");
        return input;
      } catch (SourceException overUdp) {
        overUdp.addSuppressed(e);
        throw overUdp;
      }
    }
  }

  private static VideoInput open(
      String name, String url, RtspTransport transport, OpenOptions options)
      throws SourceException {
    return VideoInput.open(
        name,
        url,
        null,
        Map.of("protocol_whitelist", PROTOCOLS, "rtsp_transport", transport.ffmpegName()),
        true,
        options);
  }
}
