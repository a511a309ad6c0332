package io.paastreams.image;

import java.util.Optional;

/** File formats that {@link ImageDecoder} reads, recognised by their first bytes. */
public enum ImageFormat {
  JPEG(0xFF, 0xD8, 0xFF),
  PNG(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');

  private final int[] magic;

  ImageFormat(int... magic) {
    this.magic = magic;
  }

  /** The format of a file, whatever its name or content type says. */
  public static Optional<ImageFormat> sniff(byte[] file) {
    for (ImageFormat format : values()) {
      if (format.starts(file)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean starts(byte[] file) {
    if (file.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((file[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
