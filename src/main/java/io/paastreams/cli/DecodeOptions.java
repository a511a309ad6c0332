package io.paastreams.cli;

import io.paastreams.geometry.Size;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageLimits;
import io.paastreams.image.JpegDecode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that decodes images for a network. */
final class DecodeOptions {

  @Option(
      names = "--scale",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description =
          "Largest network input: images are scaled to fit, keeping their aspect ratio."
              + " Default: the"
              + " model's own.")
  @Nullable Size scale;

  @Option(
      names = "--jpeg-decode",
      paramLabel = "full|scaled",
      descriptionKey = "image.jpegDecode",
      description =
          "scaled decodes a JPEG at 1/2, 1/4 or 1/8 of its size if the network's image is no"
              + " larger than that: faster, but not bit for bit the same. Default:"
              + " ${DEFAULT-VALUE}.")
  JpegDecode jpegDecode;

  /**
   * The requested decoder.
   *
   * @throws CommandFailedException if it does not work on this platform
   */
  ImageDecoder decoder() {
    try {
      return new ImageDecoder(ImageLimits.DEFAULT, jpegDecode);
    } catch (IllegalStateException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }
}
