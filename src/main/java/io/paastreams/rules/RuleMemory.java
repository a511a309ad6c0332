package io.paastreams.rules;

import io.paastreams.tracking.Micros;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered about one scope of a rule.
 *
 * @param trackId the object, if each object has its own alert; otherwise null
 * @param silence the kind of silence that the alert is about; null for other rules
 * @param heldSinceMicros since when the condition holds; {@link ZoneStay#NEVER} if it does not
 * @param raisedMicros when it was last raised; {@link ZoneStay#NEVER} if it never was
 * @param alert the open alert; null if there is none
 */
public record RuleMemory(
    String rule,
    @Nullable UUID trackId,
    @Nullable Silence silence,
    long heldSinceMicros,
    long raisedMicros,
    @Nullable SceneAlert alert) {

  static RuleMemory none(String rule, @Nullable UUID trackId, @Nullable Silence silence) {
    return new RuleMemory(rule, trackId, silence, ZoneStay.NEVER, ZoneStay.NEVER, null);
  }

  Optional<SceneAlert> open() {
    return Optional.ofNullable(alert);
  }

  boolean holds() {
    return heldSinceMicros != ZoneStay.NEVER;
  }

  boolean hasCooledDown(long micros, Rule settings) {
    return raisedMicros == ZoneStay.NEVER
        || micros - raisedMicros >= Micros.of(settings.cooldown());
  }

  RuleMemory of(UUID otherTrack) {
    return new RuleMemory(rule, otherTrack, silence, heldSinceMicros, raisedMicros, alert);
  }

  RuleMemory held(long since) {
    return new RuleMemory(rule, trackId, silence, since, raisedMicros, alert);
  }

  RuleMemory raised(SceneAlert raised) {
    return new RuleMemory(rule, trackId, silence, heldSinceMicros, raised.raisedMicros(), raised);
  }

  RuleMemory cleared() {
    return new RuleMemory(rule, trackId, silence, heldSinceMicros, raisedMicros, null);
  }

  /** Whether it can be forgotten without any effect. */
  boolean isIdle() {
    return alert == null && !holds() && raisedMicros == ZoneStay.NEVER;
  }
}
