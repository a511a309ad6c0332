package io.paastreams.image;

/** Orders of raw channels to RGB. */
final class Channels {

  private Channels() {}

  static byte[] grayToRgb(byte[] gray) {
    byte[] rgb = new byte[Math.multiplyExact(3, gray.length)];
    for (int i = 0, out = 0; i < gray.length; i++, out += 3) {
      byte value = gray[i];
      rgb[out] = value;
      rgb[out + 1] = value;
      rgb[out + 2] = value;
    }
    return rgb;
  }

  static byte[] bgrToRgb(byte[] bgr) {
    byte[] rgb = new byte[bgr.length];
    for (int i = 0; i < bgr.length; i += 3) {
      rgb[i] = bgr[i + 2];
      rgb[i + 1] = bgr[i + 1];
      rgb[i + 2] = bgr[i];
    }
    return rgb;
  }
}
