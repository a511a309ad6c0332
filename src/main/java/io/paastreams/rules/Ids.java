package io.paastreams.rules;

import io.paastreams.text.NamedUuid;
import io.paastreams.tracking.FrameIdentity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids derived from what they identify, so that judging the same frames again gives the same ids.
 * Names come from users and may contain any character, so each name is preceded by its length.
 */
final class Ids {

  private static final UUID EVENT = UUID.fromString("5b1d7d54-1c57-5d2e-9f35-0c8f6f0f5a01");
  private static final UUID ALERT = UUID.fromString("5b1d7d54-1c57-5d2e-9f35-0c8f6f0f5a02");
  private static final UUID WINDOW = UUID.fromString("5b1d7d54-1c57-5d2e-9f35-0c8f6f0f5a03");

  private Ids() {}

  static UUID event(
      @Nullable FrameIdentity frame,
      long micros,
      SceneEvent.Kind kind,
      UUID trackId,
      @Nullable String place) {
    return NamedUuid.of(EVENT, at(frame) + name(micros, kind, trackId, place));
  }

  static UUID alert(
      @Nullable FrameIdentity frame,
      long micros,
      String rule,
      @Nullable UUID trackId,
      @Nullable Silence silence) {
    return NamedUuid.of(ALERT, at(frame) + name(micros, rule, trackId, silence));
  }

  static UUID window(String cameraId, long startMicros, Tally.Place place) {
    return NamedUuid.of(
        WINDOW, name(startMicros, place.zone(), place.line(), place.label(), cameraId));
  }

  private static String at(@Nullable FrameIdentity frame) {
    return frame == null ? "" : name(frame.partition(), frame.offset(), frame.cameraId());
  }

  private static String name(@Nullable Object... parts) {
    StringBuilder name = new StringBuilder();
    for (@Nullable Object part : parts) {
      if (part == null) {
        name.append("-,");
      } else {
        String text = part.toString();
        name.append(text.length()).append(':').append(text).append(',');
      }
    }
    return name.toString();
  }
}
