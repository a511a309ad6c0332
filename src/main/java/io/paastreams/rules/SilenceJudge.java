package io.paastreams.rules;

import io.paastreams.rules.Rule.When;
import io.paastreams.tracking.Micros;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a camera is silent. This is the only judgement that uses the wall clock.
 *
 * <p>Threading: any thread; no state.
 */
final class SilenceJudge {

  private SilenceJudge() {}

  /** What to remember, and the alerts that were raised and cleared. */
  record Verdict(List<RuleMemory> memories, List<SceneAlert> alerts) {}

  static Verdict judge(CameraRules rules, SceneState state, Liveness seen) {
    List<RuleMemory> memories = new ArrayList<>();
    List<SceneAlert> alerts = new ArrayList<>();
    for (RuleMemory memory : state.rules()) {
      boolean watches =
          rules.rules().stream()
              .anyMatch(rule -> rule.when() == When.SILENT && rule.name().equals(memory.rule()));
      if (!watches) {
        memories.add(memory);
      }
    }
    for (Rule rule : rules.rules()) {
      if (rule.when() == When.SILENT) {
        for (Silence silence : Silence.values()) {
          judge(rules, rule, silence, state, seen, memories, alerts);
        }
      }
    }
    return new Verdict(memories, alerts);
  }

  private static void judge(
      CameraRules rules,
      Rule rule,
      Silence silence,
      SceneState state,
      Liveness seen,
      List<RuleMemory> memories,
      List<SceneAlert> alerts) {
    RuleMemory memory =
        state.rules().stream()
            .filter(each -> each.rule().equals(rule.name()) && each.silence() == silence)
            .findFirst()
            .orElse(RuleMemory.none(rule.name(), null, silence));
    boolean holds = silence == of(rule, seen);
    SceneAlert open = memory.alert();
    if (open != null && !holds) {
      alerts.add(open.cleared(seen.nowMicros()));
      memory = memory.cleared();
    } else if (open == null && holds && memory.hasCooledDown(seen.nowMicros(), rule)) {
      SceneAlert raised = alert(rules, rule, silence, state, seen);
      alerts.add(raised);
      memory = memory.raised(raised);
    }
    if (!memory.isIdle()) {
      memories.add(memory);
    }
  }

  private static @Nullable Silence of(Rule rule, Liveness seen) {
    long needed = Micros.of(rule.holds());
    if (!rule.isActive(seen.nowMicros())) {
      return null;
    }
    if (seen.nowMicros() - seen.heardMicros() >= needed) {
      return othersFellSilentWithIt(seen, needed) ? Silence.NOTHING_ARRIVES : Silence.CAMERA_SILENT;
    }
    for (Silence silence : List.of(Silence.ALL_SKIPPED, Silence.DETECTOR_BEHIND)) {
      if (seen.nowMicros() - since(silence, seen) >= needed) {
        return silence;
      }
    }
    return null;
  }

  /**
   * A camera that has been silent for longer than the others is at fault itself, whatever has
   * happened to them since. Half the time is enough for the others, because their last records may
   * be newer by one frame interval.
   */
  private static boolean othersFellSilentWithIt(Liveness seen, long needed) {
    long others = seen.othersMicros();
    return others != Long.MIN_VALUE
        && seen.nowMicros() - others >= needed / 2
        && Math.abs(others - seen.heardMicros()) < needed;
  }

  private static long since(Silence silence, Liveness seen) {
    return switch (silence) {
      case CAMERA_SILENT, NOTHING_ARRIVES -> seen.heardMicros();
      case ALL_SKIPPED -> seen.detectedMicros();
      case DETECTOR_BEHIND -> seen.captureMicros();
    };
  }

  private static SceneAlert alert(
      CameraRules rules, Rule rule, Silence silence, SceneState state, Liveness seen) {
    long since = since(silence, seen);
    return new SceneAlert(
        Ids.alert(state.lastFrame(), since, rule.name(), null, silence),
        rule.name(),
        rule.severity(),
        null,
        null,
        null,
        null,
        since,
        seen.nowMicros(),
        null,
        List.of(),
        null,
        silence,
        AlertText.ofSilence(rule, rules.cameraId(), silence, seen, seen.nowMicros() - since));
  }
}
