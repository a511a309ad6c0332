package io.paastreams.image;

import io.paastreams.image.ImageException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * Converts the samples of a PNG file to RGB as the reference loader does: 16 bits are cut to the
 * upper 8, alpha is dropped without blending, and gray is repeated.
 */
final class PngPixels {

  private static final JdkReader READER = JdkReader.of(ImageFormat.PNG);

  private PngPixels() {}

  /** Decodes a file whose size has been checked, without rotating it upright. */
  static RgbImage decode(PngFile file) throws ImageException {
    BufferedImage image = READER.read(file.essential(), reader -> reader.read(0));
    if (image.getWidth() != file.size().width() || image.getHeight() != file.size().height()) {
      throw new ImageException(
          Reason.CORRUPT,
          "the PNG decoder produced a different size from the header's " + file.size());
    }
    int[] palette = image.getColorModel() instanceof IndexColorModel model ? colors(model) : null;
    return new RgbImage(file.size(), rgb(image.getRaster(), palette));
  }

  private static int[] colors(IndexColorModel model) {
    int[] colors = new int[model.getMapSize()];
    model.getRGBs(colors);
    return colors;
  }

  private static byte[] rgb(Raster raster, int @Nullable [] palette) throws ImageException {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    int green = bands < 3 ? 0 : 1;
    int blue = bands < 3 ? 0 : 2;
    byte[] rgb = new byte[3 * width * raster.getHeight()];
    int[] row = new int[width * bands];
    int out = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int in = 0; in < row.length; in += bands, out += 3) {
        if (palette == null) {
          rgb[out] = (byte) (row[in] >> shift);
          rgb[out + 1] = (byte) (row[in + green] >> shift);
          rgb[out + 2] = (byte) (row[in + blue] >> shift);
        } else {
          if (row[in] >= palette.length) {
            throw new ImageException(
                Reason.CORRUPT, "a PNG pixel lies outside its palette of " + palette.length);
          }
          int color = palette[row[in]];
          rgb[out] = (byte) (color >> 16);
          rgb[out + 1] = (byte) (color >> 8);
          rgb[out + 2] = (byte) color;
        }
      }
    }
    return rgb;
  }
}
