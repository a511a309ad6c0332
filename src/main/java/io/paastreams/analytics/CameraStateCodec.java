package io.paastreams.analytics;

import io.paastreams.event.SourceOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link CameraState} as bytes, in a format of its own that begins with a version. No general
 * format is used, because the state is rewritten often and nothing else reads it.
 *
 * <p>A change of the format must raise {@link #VERSION}, and previous versions must remain
 * readable.
 */
final class CameraStateCodec {

  /** The version of the format, written as the first byte. */
  static final int VERSION = 1;

  private CameraStateCodec() {}

  static byte[] toBytes(CameraState state) {
    StateWriter out = new StateWriter();
    out.octet(VERSION);
    out.epoch(state.tracker().lastMicros());
    TrackerStateCodec.write(out, state.tracker());
    SceneStateCodec.write(out, state.scene());
    out.each(
        state.positions(),
        position -> {
          out.number(position.partition());
          out.number(position.offset());
        });
    out.each(
        new TreeMap<>(state.labels()).entrySet(),
        label -> {
          out.number(label.getKey());
          out.text(label.getValue());
        });
    out.optional(
        state.latest(),
        latest -> {
          out.id(latest.detectionId());
          out.id(latest.frameId());
          out.time(latest.captureMicros());
          out.text(latest.source().topic());
          out.number(latest.source().partition());
          out.number(latest.source().offset());
        });
    out.time(state.lateSinceMicros());
    out.time(state.sceneMicros());
    out.fixed(state.sceneDigest());
    return out.toBytes();
  }

  /**
   * Reads a state.
   *
   * @throws UnreadableStateException if the bytes are of a newer version, or damaged
   */
  static CameraState ofBytes(byte[] bytes) {
    StateReader in = new StateReader(bytes);
    int version = in.octet();
    if (version != VERSION) {
      throw new UnreadableStateException(
          "its format is %d, this version of the software reads %d".formatted(version, VERSION));
    }
    try {
      CameraState state = read(in);
      in.end();
      return state;
    } catch (UnreadableStateException e) {
      throw new UnreadableStateException("it is damaged: " + e.getMessage(), e);
    } catch (RuntimeException e) { // the state's records reject impossible values
      throw new UnreadableStateException("it is damaged: " + e, e);
    }
  }

  private static CameraState read(StateReader in) {
    in.epoch();
    return new CameraState(
        TrackerStateCodec.read(in),
        SceneStateCodec.read(in),
        in.each(() -> new CameraState.Position(in.integer(), in.number())),
        labels(in),
        in.optional(
            () ->
                new CameraState.LatestFrame(
                    in.id(),
                    in.id(),
                    in.time(),
                    new SourceOffset(in.text(), in.integer(), in.number()))),
        in.time(),
        in.time(),
        in.fixed());
  }

  private static SortedMap<Integer, String> labels(StateReader in) {
    SortedMap<Integer, String> labels = new TreeMap<>();
    List<Boolean> unused = in.each(() -> labels.put(in.integer(), in.text()) == null);
    return labels;
  }
}
