package io.paastreams.image;

/** Layouts of raw pixels: rows from the top without padding, 8 bits per channel. */
public enum PixelLayout {
  RGB8(3),
  BGR8(3),
  GRAY8(1);

  private final int bytesPerPixel;

  PixelLayout(int bytesPerPixel) {
    this.bytesPerPixel = bytesPerPixel;
  }

  public int bytesPerPixel() {
    return bytesPerPixel;
  }
}
