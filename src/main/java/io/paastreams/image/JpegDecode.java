package io.paastreams.image;

/** How JPEG files become pixels. */
public enum JpegDecode {
  /** At their own size, bit for bit as the reference's loader does. */
  FULL,

  /**
   * At a half, a quarter or an eighth of it where the network's picture is no larger: cheaper, and
   * not bit for bit the same. What cannot be decoded so is decoded in full.
   */
  SCALED
}
