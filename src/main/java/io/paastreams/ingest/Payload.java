package io.paastreams.ingest;

/** What a frame event carries. */
public enum Payload {
  /**
   * The picture file as the source has it (files of a folder, Motion JPEG packets), even a damaged
   * one, so that nothing is lost or changed on the way; sources without files are encoded as JPEG.
   */
  PASS_THROUGH,
  /** JPEG of the configured quality, encoded anew in every case. */
  JPEG,
  /** Uncompressed RGB. */
  RAW
}
