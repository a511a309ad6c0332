package io.paastreams.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs of version 5 (RFC 9562, section 5.5): the same name gives the same UUID on any machine. */
public final class NamedUuid {

  private NamedUuid() {}

  /**
   * The UUID of a name.
   *
   * @param namespace separates the names of one kind of thing from those of others
   */
  public static UUID of(UUID namespace, String name) {
    ByteBuffer bits = ByteBuffer.wrap(sha1(namespace, name.getBytes(StandardCharsets.UTF_8)));
    long high = (bits.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
    long low = (bits.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static byte[] sha1(UUID namespace, byte[] name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(
          ByteBuffer.allocate(16)
              .putLong(namespace.getMostSignificantBits())
              .putLong(namespace.getLeastSignificantBits())
              .array());
      return digest.digest(name);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }
}
