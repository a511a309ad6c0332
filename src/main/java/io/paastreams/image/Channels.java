package io.paastreams.image;

import java.nio.ByteBuffer;

/** Reorders raw channels to RGB; a buffer is read from its position to its limit. */
final class Channels {

  private Channels() {}

  static byte[] grayToRgb(ByteBuffer gray) {
    byte[] rgb = new byte[Math.multiplyExact(3, gray.remaining())];
    for (int out = 0; out < rgb.length; out += 3) {
      byte value = gray.get();
      rgb[out] = value;
      rgb[out + 1] = value;
      rgb[out + 2] = value;
    }
    return rgb;
  }

  static byte[] bgrToRgb(ByteBuffer bgr) {
    byte[] rgb = new byte[bgr.remaining()];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i + 2] = bgr.get();
      rgb[i + 1] = bgr.get();
      rgb[i] = bgr.get();
    }
    return rgb;
  }
}
