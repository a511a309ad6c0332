package io.paastreams.analytics;

import org.jspecify.annotations.Nullable;

/**
 * A camera's state as the store has it.
 *
 * @param input offset of the detection record that brought it about
 * @param state bytes of a {@link CameraState}
 * @param base what it was at the last commit; null where commits cannot fail halfway
 */
record StoredState(long input, byte[] state, @Nullable Base base) {

  /** The first byte. */
  private static final int VERSION = 1;

  /** What a state was at a commit. */
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
