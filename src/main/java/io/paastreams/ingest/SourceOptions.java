package io.paastreams.ingest;

/**
 * What a user can choose about how a source is read, beside its address.
 *
 * @param rtspTransport of {@code rtsp://} sources; others ignore it
 */
public record SourceOptions(RtspTransport rtspTransport) {

  /** What suits most sources. */
  public static SourceOptions standard() {
    return new SourceOptions(RtspTransport.AUTO);
  }
}
