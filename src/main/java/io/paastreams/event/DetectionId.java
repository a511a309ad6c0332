package io.paastreams.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Names of detections: UUIDs of version 5 (RFC 9562, section 5.5), made of what they come from. */
public final class DetectionId {

  private static final UUID NAMESPACE = UUID.fromString("7d2b0a52-5f0e-5c1c-9e39-6a6f0c1f3f5b");

  private DetectionId() {}

  /** The same for the same arguments, on any machine and in any run. */
  public static UUID of(String cameraId, SourceOffset source, String modelSha256) {
    // The camera's id comes last: it alone may contain a line break.
    String name =
        String.join(
            "\n",
            source.topic(),
            Integer.toString(source.partition()),
            Long.toString(source.offset()),
            modelSha256,
            cameraId);
    byte[] hash = sha1(name.getBytes(StandardCharsets.UTF_8));
    ByteBuffer bits = ByteBuffer.wrap(hash);
    long high = (bits.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
    long low = (bits.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static byte[] sha1(byte[] name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(
          ByteBuffer.allocate(16)
              .putLong(NAMESPACE.getMostSignificantBits())
              .putLong(NAMESPACE.getLeastSignificantBits())
              .array());
      return digest.digest(name);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }
}
