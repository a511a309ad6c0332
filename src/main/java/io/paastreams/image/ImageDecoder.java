package io.paastreams.image;

import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException.Reason;
import java.nio.ByteBuffer;

/**
 * Makes RGB images from JPEG and PNG files and from raw pixels.
 *
 * <p>The result is what the reference's loader (OpenCV's {@code imread}, color) returns: samples as
 * stored, without color management, rotated upright according to EXIF. The rotation matters: the
 * detector was trained on upright images, and viewers show them upright, so boxes in stored
 * coordinates would look misplaced everywhere else.
 *
 * <p>Nothing is partly decoded: a file that is cut short or damaged is refused. A JPEG file that
 * lacks only its end marker, or that has surplus bytes after its data, counts as valid. The limits
 * are checked against the header before memory is allocated for pixels.
 *
 * <p>Threading: safe; holds no state except its limits.
 */
public final class ImageDecoder {

  private final ImageLimits limits;
  private final JpegDecode jpegDecode;

  public ImageDecoder(ImageLimits limits) {
    this(limits, JpegDecode.FULL);
  }

  /**
   * Creates a decoder.
   *
   * @throws IllegalStateException if scaled decoding does not work on this platform
   */
  public ImageDecoder(ImageLimits limits, JpegDecode jpegDecode) {
    this.limits = limits;
    this.jpegDecode = jpegDecode;
    if (jpegDecode == JpegDecode.SCALED) {
      try {
        ScaledJpeg.load();
      } catch (LinkageError e) {
        throw new IllegalStateException(
            "scaled JPEG decoding cannot load its native library, which exists for"
                + " linux-x86_64 and is unpacked to ~/.javacpp or"
                + " -Dorg.bytedeco.javacpp.cachedir=DIR ("
                + e.getMessage()
                + "): make it loadable, or decode JPEG in full",
            e);
      }
    }
  }

  /** A decoder with {@link ImageLimits#DEFAULT}. */
  public static ImageDecoder withDefaultLimits() {
    return new ImageDecoder(ImageLimits.DEFAULT);
  }

  /** What {@link #decodeFor} may do with a JPEG file. */
  public JpegDecode jpegDecode() {
    return jpegDecode;
  }

  /**
   * Decodes a JPEG or PNG file. The format is recognised by the first bytes; what a sender declared
   * is not needed.
   *
   * @throws ImageException if the file is not a valid image within the limits
   */
  public RgbImage decode(byte[] file) throws ImageException {
    return switch (formatWithinLimits(file)) {
      case JPEG -> {
        JpegHeader header = jpegHeader(file);
        yield header.orientation().apply(JpegPixels.decode(file, header));
      }
      case PNG -> {
        limits.checkSize(PngFile.size(file));
        PngFile png = PngFile.parse(file);
        yield png.orientation().apply(PngPixels.decode(png));
      }
    };
  }

  /**
   * Decodes a file for a network. Under {@link JpegDecode#SCALED} a JPEG file yields no more pixels
   * than needed, but at least those of the network's image.
   *
   * @throws ImageException as {@link #decode} does, for the same files
   */
  public DecodedImage decodeFor(byte[] file, Preprocessor preprocessor) throws ImageException {
    if (jpegDecode == JpegDecode.SCALED && formatWithinLimits(file) == ImageFormat.JPEG) {
      JpegHeader header = jpegHeader(file);
      Orientation orientation = header.orientation();
      Size original = orientation.upright(header.size());
      // Turning a size twice restores it, so this is the network's image in the file's orientation.
      Size needed = orientation.upright(preprocessor.networkSize(original));
      int divisor = ScaledJpeg.divisor(header.size(), needed);
      if (divisor > 1) {
        byte[] closed = JpegScans.follow(file, header).closed();
        RgbImage scaled = ScaledJpeg.decode(closed, header, divisor);
        if (scaled != null) {
          return new DecodedImage(orientation.apply(scaled), original);
        }
      }
    }
    return DecodedImage.whole(decode(file));
  }

  /**
   * The size of the image that {@link #decode} would make, from the file's header alone.
   *
   * @throws ImageException if the header is not that of an image within the limits
   */
  public Size size(byte[] file) throws ImageException {
    return switch (formatWithinLimits(file)) {
      case JPEG -> {
        JpegHeader header = jpegHeader(file);
        yield header.orientation().upright(header.size());
      }
      case PNG -> {
        limits.checkSize(PngFile.size(file));
        PngFile png = PngFile.parse(file);
        yield png.orientation().upright(png.size());
      }
    };
  }

  /**
   * The size of a JPEG file's image as stored, before it is rotated upright; the file may be cut
   * off after its header.
   *
   * @throws ImageException if the header is not that of a JPEG image within the limits
   */
  public Size storedSize(byte[] jpeg) throws ImageException {
    return jpegHeader(jpeg).size();
  }

  /**
   * Makes an image from raw pixels.
   *
   * @param pixels rows from the top, without padding; RGB8 on the heap is used without a copy, so
   *     it must not be changed
   * @throws ImageException if their number does not match {@code size} or exceeds the limits
   */
  public RgbImage raw(PixelLayout layout, Size size, ByteBuffer pixels) throws ImageException {
    ByteBuffer bytes = pixels.slice();
    limits.checkBytes(bytes.limit());
    limits.checkSize(size);
    long expected = size.area() * layout.bytesPerPixel();
    if (bytes.limit() != expected) {
      throw new ImageException(
          Reason.SIZE_MISMATCH,
          "%s of %s needs %d bytes, not %d".formatted(layout, size, expected, bytes.limit()));
    }
    return switch (layout) {
      case RGB8 -> rgb(size, bytes);
      case BGR8 -> new RgbImage(size, Channels.bgrToRgb(bytes));
      case GRAY8 -> new RgbImage(size, Channels.grayToRgb(bytes));
    };
  }

  private static RgbImage rgb(Size size, ByteBuffer bytes) {
    if (bytes.hasArray()) {
      return new RgbImage(size, bytes.array(), bytes.arrayOffset());
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return new RgbImage(size, copy);
  }

  private JpegHeader jpegHeader(byte[] file) throws ImageException {
    JpegHeader header = JpegHeader.parse(file);
    limits.checkSize(header.size());
    return header;
  }

  private ImageFormat formatWithinLimits(byte[] file) throws ImageException {
    limits.checkBytes(file.length);
    return ImageFormat.sniff(file)
        .orElseThrow(
            () ->
                new ImageException(
                    Reason.UNKNOWN_FORMAT,
                    "the bytes are neither a JPEG nor a PNG file; they start with "
                        + firstBytes(file)));
  }

  private static String firstBytes(byte[] file) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(8, file.length); i++) {
      text.append(i == 0 ? "" : " ").append("%02x".formatted(file[i] & 0xFF));
    }
    return text.toString();
  }
}
