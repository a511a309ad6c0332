package io.paastreams.ingest;

/**
 * What a user can choose about how a source is read, besides its address.
 *
 * @param rtspTransport the transport of {@code rtsp://} sources; others ignore it
 */
public record SourceOptions(RtspTransport rtspTransport) {

  /** The options that suit most sources. */
  public static SourceOptions standard() {
    return new SourceOptions(RtspTransport.AUTO);
  }
}
