package io.paastreams.image;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes images as JPEG and PNG files.
 *
 * <p>Threading: safe; stateless.
 */
public final class ImageEncoder {

  private ImageEncoder() {}

  /**
   * A JPEG file: baseline, YCbCr with halved chroma.
   *
   * @param quality 1 (small) to 100 (faithful)
   */
  public static byte[] jpeg(RgbImage image, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality must be in [1, 100], not " + quality);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(quality / 100f);
    return write(writer, param, image);
  }

  /** A PNG file: 8-bit RGB. */
  public static byte[] png(RgbImage image) {
    return write(ImageIO.getImageWritersByFormatName("png").next(), null, image);
  }

  private static byte[] write(ImageWriter writer, @Nullable ImageWriteParam param, RgbImage image) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(view(image), null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  /** A Java 2D view of the image that shares its pixels. */
  static BufferedImage view(RgbImage image) {
    int width = image.size().width();
    int height = image.size().height();
    ComponentColorModel rgb =
        (ComponentColorModel)
            ImageTypeSpecifier.createInterleaved(
                    ColorSpace.getInstance(ColorSpace.CS_sRGB),
                    new int[] {0, 1, 2},
                    DataBuffer.TYPE_BYTE,
                    false,
                    false)
                .getColorModel();
    DataBufferByte pixels = new DataBufferByte(image.pixels(), image.pixels().length);
    return new BufferedImage(
        rgb,
        Raster.createInterleavedRaster(
            pixels, width, height, 3 * width, 3, new int[] {0, 1, 2}, new Point()),
        false,
        null);
  }
}
