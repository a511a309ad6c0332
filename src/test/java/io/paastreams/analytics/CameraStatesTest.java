package io.paastreams.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.ObjectEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/**
 * Under at-least-once an instance may die at any time. Whatever was written to the changelog and
 * the output topics by then, and in whatever order, nothing is missing in the end.
 */
final class CameraStatesTest {

  private static final int ROUNDS = 300;

  @Test
  void whateverWasWrittenWhenAnInstanceDied_itsSuccessorPublishesTheRest_withTheSameIds() {
    Film film = new Film("gate").walk(60, 400, 560, 400, 40).empty(30).walk(60, 300, 560, 300, 30);
    List<DetectedFrame> frames = film.frames();
    List<ObjectEvent> expected = Run.of(film).events;
    Random random = new Random(11);
    for (int round = 0; round < ROUNDS; round++) {
      Log log = new Log();
      int committed = 0;
      for (int life = 0; life < 4; life++) {
        boolean last = life == 3;
        committed = live(frames, committed, log, random, last);
      }
      assertThat(new LinkedHashSet<>(log.published))
          .as("round %d", round)
          .containsExactlyElementsOf(expected);
    }
  }

  /** What survives an instance. */
  private static final class Log {
    final List<ObjectEvent> published = new ArrayList<>();
    final Map<String, byte[]> changelog = new TreeMap<>();
  }

  /** One instance from its start to its death; returns the offset that was committed. */
  private static int live(
      List<DetectedFrame> frames, int committed, Log log, Random random, boolean last) {
    CameraAnalytics analytics = CameraAnalytics.standard();
    var rules = Run.yard("gate");
    KeyValueStore<String, byte[]> store = store(log.changelog);
    CameraStates states = new CameraStates(store, true);
    List<ObjectEvent> unsent = new ArrayList<>();
    int commit = committed;
    for (int offset = committed; offset < frames.size(); offset++) {
      CameraState before = states.before("gate", offset);
      CameraAnalytics.Step step = analytics.judge(rules, before, frames.get(offset));
      if (step.verdict() != CameraAnalytics.Verdict.REPEATED) {
        states.after("gate", step.state(), offset);
        unsent.addAll(step.records().events());
      }
      if (random.nextInt(6) == 0) { // a batch is full, and is acknowledged
        log.published.addAll(unsent);
        unsent.clear();
      }
      if (!last && random.nextInt(30) == 0) { // it dies; what is unsent is lost
        return commit;
      }
      if (random.nextInt(8) == 0) {
        states.store();
        log.changelog.put("gate", store.get("gate"));
        if (!last && random.nextInt(4) == 0) { // it dies with the state written, not the records
          return commit;
        }
        log.published.addAll(unsent);
        unsent.clear();
        if (!last && random.nextInt(4) == 0) { // it dies before the offsets are committed
          return commit;
        }
        commit = offset + 1;
      }
    }
    states.store();
    log.published.addAll(unsent);
    log.changelog.put("gate", store.get("gate"));
    return frames.size();
  }

  private static KeyValueStore<String, byte[]> store(Map<String, byte[]> restored) {
    KeyValueStore<String, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("states"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    store.init(context.getStateStoreContext(), store);
    restored.forEach(store::put);
    return store;
  }

  @Test
  void underExactlyOnce_aStateCarriesNoOther() {
    Map<String, byte[]> none = Map.of();
    KeyValueStore<String, byte[]> plain = store(none);
    KeyValueStore<String, byte[]> withBase = store(none);
    CameraStates once = new CameraStates(plain, false);
    CameraStates atLeastOnce = new CameraStates(withBase, true);
    CameraState state = Run.of(new Film("gate").walk(60, 400, 560, 400, 40)).state();
    for (int offset = 0; offset < 3; offset++) {
      once.after("gate", state, offset);
      atLeastOnce.after("gate", state, offset);
      once.store();
      atLeastOnce.store();
    }
    assertThat(StoredState.ofBytes(plain.get("gate")).base()).isNull();
    assertThat(withBase.get("gate").length).isGreaterThan(2 * plain.get("gate").length - 50);
  }
}
