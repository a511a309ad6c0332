package io.paastreams.rules;

import io.paastreams.rules.Rule.When;
import io.paastreams.rules.SceneEvent.Kind;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which rules hold in one frame, and raises and clears alerts accordingly.
 *
 * <p>An object that is hidden counts as being where it was. The time in which it was hidden counts
 * towards the duration that a rule requires as soon as it is seen there again; until then it does
 * not, because the object may be gone: an alert is never raised by an object's absence alone.
 *
 * <p>Threading: one thread.
 */
final class RuleJudge {

  private final CameraRules rules;
  private final @Nullable FrameIdentity frame;
  private final long micros;
  private final List<SceneTrack> tracks;
  private final List<SceneTrack> withParked;
  private final List<SceneEvent> events;
  private final List<SceneAlert> alerts = new ArrayList<>();
  private final List<RuleMemory> next = new ArrayList<>();
  private final List<RuleMemory> before;

  RuleJudge(
      CameraRules rules,
      @Nullable FrameIdentity frame,
      long micros,
      List<SceneTrack> tracks,
      List<ParkedTrack> parked,
      List<SceneEvent> events,
      List<RuleMemory> before) {
    this.rules = rules;
    this.frame = frame;
    this.micros = micros;
    this.tracks = tracks;
    this.withParked = new ArrayList<>(tracks);
    parked.forEach(each -> withParked.add(each.track()));
    this.events = events;
    this.before = before;
  }

  /** Judges every rule except those about silence. */
  void judge() {
    for (Rule rule : rules.rules()) {
      switch (rule.when()) {
        case SILENT -> memories(rule).forEach(next::add);
        case CROSSING -> crossings(rule);
        default -> stays(rule);
      }
    }
  }

  List<SceneAlert> alerts() {
    return alerts;
  }

  List<RuleMemory> memories() {
    return next;
  }

  private Stream<RuleMemory> memories(Rule rule) {
    return before.stream().filter(memory -> memory.rule().equals(rule.name()));
  }

  private RuleMemory memory(Rule rule, @Nullable UUID trackId) {
    for (RuleMemory memory : before) {
      if (memory.rule().equals(rule.name()) && Objects.equals(memory.trackId(), trackId)) {
        return memory;
      }
    }
    return RuleMemory.none(rule.name(), trackId, null);
  }

  private void stays(Rule rule) {
    // A crowd is counted as it is seen, because a parked object may be in it twice: hidden and
    // found again.
    List<SceneTrack> candidates = rule.when() == When.OCCUPANCY ? tracks : withParked;
    List<Stay> stays = new ArrayList<>();
    for (SceneTrack track : candidates) {
      Stay stay = rule.looksAt(track.label(), track.bestScore()) ? Stay.of(track, rule) : null;
      if (stay != null) {
        stays.add(stay);
      }
    }
    stays.sort(Comparator.comparingLong(Stay::sinceMicros));
    if (!rule.eachTrack()) {
      remember(judge(rule, memory(rule, null), stays));
      return;
    }
    for (Stay stay : stays) {
      remember(judge(rule, memory(rule, stay.track().id()), List.of(stay)));
    }
    // Keep cooldowns of objects that may come back, and close alerts of objects that are gone.
    memories(rule)
        .filter(
            memory -> stays.stream().noneMatch(stay -> stay.track().id().equals(memory.trackId())))
        .map(memory -> judge(rule, memory, List.of()))
        .filter(
            memory -> withParked.stream().anyMatch(track -> track.id().equals(memory.trackId())))
        .forEach(this::remember);
  }

  private void remember(RuleMemory memory) {
    if (!memory.isIdle()) {
      next.add(memory);
    }
  }

  /** Judges one scope: the stays of one object, or those of all objects. */
  private RuleMemory judge(Rule rule, RuleMemory memory, List<Stay> stays) {
    boolean holds = stays.size() >= rule.atLeast() && rule.isActive(micros);
    RuleMemory held = memory.held(holds ? since(rule, memory, stays) : ZoneStay.NEVER);
    boolean matches = holds && matches(rule, held.heldSinceMicros(), stays);
    if (memory.alert() != null) {
      return matches ? held : clear(held, memory.alert());
    }
    if (!matches || !memory.hasCooledDown(micros, rule)) {
      return held;
    }
    return raise(rule, held, stays);
  }

  /**
   * The condition has held since enough objects were there, or since the time of day began,
   * whichever is later.
   */
  private long since(Rule rule, RuleMemory memory, List<Stay> stays) {
    long enough = stays.get(rule.atLeast() - 1).sinceMicros();
    if (rule.when() == When.DWELL || rule.when() == When.STATIONARY) {
      return enough;
    }
    if (memory.holds()) {
      return memory.heldSinceMicros();
    }
    return rule.isActive(enough) ? enough : micros;
  }

  private static boolean matches(Rule rule, long since, List<Stay> stays) {
    long needed = Micros.of(rule.holds());
    if (rule.when() == When.DWELL || rule.when() == When.STATIONARY) {
      return stays.stream().anyMatch(stay -> stay.lastSeen() - stay.sinceMicros() >= needed);
    }
    long witnessed =
        stays.stream()
            .map(Stay::lastSeen)
            .sorted(Comparator.reverseOrder())
            .skip(rule.atLeast() - 1L)
            .findFirst()
            .orElse(since);
    return witnessed - since >= needed;
  }

  private RuleMemory raise(Rule rule, RuleMemory memory, List<Stay> stays) {
    long since = memory.heldSinceMicros();
    SceneTrack first = stays.get(0).track();
    boolean isCrowd = rule.when() == When.OCCUPANCY;
    SceneAlert alert =
        new SceneAlert(
            Ids.alert(frame, micros, rule.name(), memory.trackId(), null),
            rule.name(),
            rule.severity(),
            rule.place(),
            null,
            isCrowd ? null : first.id(),
            isCrowd ? null : first.label(),
            since,
            micros,
            null,
            stays.stream().map(Stay::event).toList(),
            stays.stream()
                .map(stay -> stay.track().best())
                .max(Comparator.comparing(BestView::score))
                .orElse(first.best()),
            null,
            AlertText.of(rule, rules.cameraId(), stays.size(), first.label(), micros - since));
    alerts.add(alert);
    return memory.raised(alert);
  }

  private RuleMemory clear(RuleMemory memory, SceneAlert alert) {
    alerts.add(alert.cleared(micros));
    return memory.cleared();
  }

  /** A crossing takes no time, so its alert is cleared in the same frame. */
  private void crossings(Rule rule) {
    List<RuleMemory> memories = new ArrayList<>(memories(rule).toList());
    for (SceneEvent event : events) {
      SceneTrack track = crossing(rule, event);
      if (track == null || !rule.isActive(micros)) {
        continue;
      }
      @Nullable UUID scope = rule.eachTrack() ? track.id() : null;
      RuleMemory memory =
          memories.stream()
              .filter(each -> Objects.equals(each.trackId(), scope))
              .findFirst()
              .orElse(RuleMemory.none(rule.name(), scope, null));
      if (memory.hasCooledDown(micros, rule)) {
        SceneAlert alert = alert(rule, event, track);
        alerts.add(alert);
        alerts.add(alert.cleared(micros));
        memories.remove(memory);
        memories.add(memory.raised(alert).cleared());
      }
    }
    memories.stream()
        .filter(
            memory ->
                memory.trackId() == null
                    || tracks.stream().anyMatch(track -> track.id().equals(memory.trackId())))
        .forEach(this::remember);
  }

  private @Nullable SceneTrack crossing(Rule rule, SceneEvent event) {
    boolean asked =
        event.kind() == Kind.CROSSED
            && Objects.equals(event.line(), rule.place())
            && (rule.direction() == null || rule.direction() == event.direction())
            && rule.looksAt(event.label(), event.object().bestScore());
    return asked
        ? tracks.stream()
            .filter(track -> track.id().equals(event.object().trackId()))
            .findFirst()
            .orElse(null)
        : null;
  }

  private SceneAlert alert(Rule rule, SceneEvent event, SceneTrack track) {
    return new SceneAlert(
        Ids.alert(frame, micros, rule.name(), track.id(), null),
        rule.name(),
        rule.severity(),
        null,
        rule.place(),
        track.id(),
        track.label(),
        micros,
        micros,
        null,
        List.of(event.eventId()),
        track.best(),
        null,
        AlertText.ofCrossing(rule, rules.cameraId(), event));
  }

  /**
   * An object in the place that a rule watches.
   *
   * @param event the id of the event that announced it
   */
  private record Stay(SceneTrack track, long sinceMicros, UUID event) {

    /** Null if the rule does not look there. */
    static @Nullable Stay of(SceneTrack track, Rule rule) {
      Stay stay = inPlace(track, rule.place());
      if (stay == null || rule.when() != When.STATIONARY) {
        return stay;
      }
      UUID rest = track.stationaryEvent();
      return rest == null
          ? null
          : new Stay(track, Math.max(stay.sinceMicros, track.stationarySinceMicros()), rest);
    }

    private static @Nullable Stay inPlace(SceneTrack track, @Nullable String zone) {
      if (zone == null) {
        return new Stay(track, track.firstSeenMicros(), track.newEvent());
      }
      for (ZoneStay stay : track.stays()) {
        if (stay.inside() && stay.zone().equals(zone) && stay.event() != null) {
          return new Stay(track, stay.sinceMicros(), stay.event());
        }
      }
      return null;
    }

    long lastSeen() {
      return track.lastSeenMicros();
    }
  }
}
