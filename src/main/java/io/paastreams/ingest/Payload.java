package io.paastreams.ingest;

/** What a frame event carries. */
public enum Payload {
  /**
   * The image file as the source has it (files of a folder, Motion JPEG packets), even if it is
   * damaged, so that nothing is lost or changed on the way; images from other sources are encoded
   * as JPEG.
   */
  PASS_THROUGH,
  /** JPEG of the configured quality, always re-encoded. */
  JPEG,
  /** Uncompressed RGB. */
  RAW
}
