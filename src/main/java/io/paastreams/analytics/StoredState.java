package io.paastreams.analytics;

import org.jspecify.annotations.Nullable;

/**
 * A camera's state as it is stored.
 *
 * @param input the offset of the detection record that caused it
 * @param state the bytes of a {@link CameraState}
 * @param base the state at the last commit; null if commits are atomic
 */
record StoredState(long input, byte[] state, @Nullable Base base) {

  /** The version of the format, written as the first byte. */
  private static final int VERSION = 1;

  /** The state of a camera at a commit. */
  record Base(long input, byte[] state) {}

  byte[] toBytes() {
    StateWriter out = new StateWriter();
    out.octet(VERSION);
    out.number(input);
    out.bytes(state);
    out.optional(
        base,
        before -> {
          out.number(before.input());
          out.bytes(before.state());
        });
    return out.toBytes();
  }

  static StoredState ofBytes(byte[] bytes) {
    StateReader in = new StateReader(bytes);
    int version = in.octet();
    if (version != VERSION) {
      throw new UnreadableStateException(
          "its frame is of format %d, this version of the software reads %d"
              .formatted(version, VERSION));
    }
    StoredState stored =
        new StoredState(
            in.number(), in.bytes(), in.optional(() -> new Base(in.number(), in.bytes())));
    in.end();
    return stored;
  }
}
