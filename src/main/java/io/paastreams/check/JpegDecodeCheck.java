package io.paastreams.check;

import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageLimits;
import io.paastreams.image.JpegDecode;
import java.util.List;

/** Checks whether images can be decoded as configured. Full decoding always works. */
final class JpegDecodeCheck implements Check {

  private final JpegDecode jpegDecode;

  JpegDecodeCheck(JpegDecode jpegDecode) {
    this.jpegDecode = jpegDecode;
  }

  @Override
  public String subject() {
    return "image.jpegDecode";
  }

  @Override
  public List<Finding> run() {
    if (jpegDecode == JpegDecode.FULL) {
      return List.of();
    }
    try {
      new ImageDecoder(ImageLimits.DEFAULT, jpegDecode);
      return List.of(Finding.ok(subject(), "JPEG files are decoded at a fraction of their size"));
    } catch (IllegalStateException e) {
      return List.of(
          Finding.fault(
              subject(), String.valueOf(e.getMessage()), "or set image.jpegDecode to full"));
    }
  }
}
