package io.paastreams.rules;

import io.paastreams.tracking.Micros;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a rule, by its name and scope.
 *
 * @param trackId null unless each object has an alert of its own
 * @param silence null unless the rule watches for silence
 * @param heldSinceMicros since when the condition holds; {@link ZoneStay#NEVER} if it does not
 * @param raisedMicros when it was last raised; {@link ZoneStay#NEVER} if it never was
 * @param alert that is open; null if none is
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

  /** Whether it can be forgotten: nothing would be different without it. */
  boolean isIdle() {
    return alert == null && !holds() && raisedMicros == ZoneStay.NEVER;
  }
}
