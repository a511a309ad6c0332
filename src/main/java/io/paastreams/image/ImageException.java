package io.paastreams.image;

/**
 * Says why bytes could not be decoded to an image. The message names the fault and what is allowed.
 */
public final class ImageException extends Exception {

  /** Kinds of faults. */
  public enum Reason {
    /** No bytes at all. */
    EMPTY,
    /** Neither a JPEG nor a PNG file by its first bytes. */
    UNKNOWN_FORMAT,
    /** The file ends too early. */
    TRUNCATED,
    /** The file contradicts itself or its format. */
    CORRUPT,
    /** Beyond the {@link ImageLimits}. */
    TOO_LARGE,
    /** A valid file of an unsupported kind, such as CMYK JPEG. */
    UNSUPPORTED,
    /** Raw pixels whose number does not fit the declared size. */
    SIZE_MISMATCH
  }

  private final Reason reason;

  ImageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  ImageException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
