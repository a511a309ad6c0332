package io.paastreams.claimcheck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The name of an image in a store. A camera's id may be any text, so everything except letters,
 * digits, {@code -}, {@code _} and inner dots is percent-encoded: no id can point outside the
 * store, hide a file, or look like a password to {@link io.paastreams.text.MaskedUrl}.
 *
 * @param folder the folder, with slashes but none at its ends
 * @param sha256 lower-case hexadecimal hash of the image
 * @param contentType the media type of the image
 */
record ObjectKey(String folder, String name, String sha256, String contentType) {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

  /** The longest encoded id; file systems allow names of 255 bytes. */
  private static final int LONGEST_CAMERA = 150;

  private static final int HASH_CHARS = 16;

  static ObjectKey of(String cameraId, Instant captureTime, Encoded image) {
    String sha256 = sha256(image.toByteArray());
    boolean isPng = image.encoding() == Encoding.PNG;
    return new ObjectKey(
        camera(cameraId) + "/" + DAY.format(captureTime),
        sha256 + (isPng ? ".png" : ".jpg"),
        sha256,
        isPng ? "image/png" : "image/jpeg");
  }

  @Override
  public String toString() {
    return folder + "/" + name;
  }

  private static String camera(String id) {
    StringBuilder safe = new StringBuilder();
    for (byte each : id.getBytes(UTF_8)) {
      char c = (char) (each & 0xFF);
      boolean plain = PLAIN.indexOf(c) >= 0 || (c == '.' && !safe.isEmpty());
      safe.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    if (safe.length() <= LONGEST_CAMERA) {
      return safe.toString();
    }
    return safe.substring(0, LONGEST_CAMERA - HASH_CHARS - 1).replaceAll("%.?$", "")
        + "-"
        + sha256(id.getBytes(UTF_8)).substring(0, HASH_CHARS);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
