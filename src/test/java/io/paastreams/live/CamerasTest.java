package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.event.EventSamples;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the page says about a camera as time passes. */
class CamerasTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Cameras cameras = new Cameras(now::get);

  @Test
  void aCameraThatSendsNothing_isStale_thenSilent_andLiveAgainWithItsNextFrame() {
    cameras.detected(EventSamples.detectedFrame(), START);
    assertThat(state()).isEqualTo(CameraActivity.State.LIVE);

    now.set(START.plusSeconds(4));
    assertThat(state()).isEqualTo(CameraActivity.State.STALE);
    now.set(START.plusSeconds(16));
    assertThat(state()).isEqualTo(CameraActivity.State.SILENT);

    cameras.detected(EventSamples.detectedFrame(), START.plusSeconds(16));
    assertThat(state()).isEqualTo(CameraActivity.State.LIVE);
  }

  @Test
  void aCameraWhoseFramesAreAllSkipped_isNotSilent() {
    cameras.detected(EventSamples.detectedFrame(), START);
    Instant later = START.plusSeconds(20);
    now.set(later);
    cameras.skipped(EventSamples.skippedFrame(), later);

    assertThat(state()).isEqualTo(CameraActivity.State.SKIPPED);
    assertThat(cameras.reports().get(0).heard()).isEqualTo(Json.millis(later));
  }

  private CameraActivity.State state() {
    return cameras.reports().get(0).state();
  }
}
