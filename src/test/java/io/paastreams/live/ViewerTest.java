package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewerTest {

  private final List<String> sent = new ArrayList<>();
  private final Deque<Runnable> leaving = new ArrayDeque<>();
  private int dropped;
  private final AtomicLong nanos = new AtomicLong();
  private final Viewer viewer =
      new Viewer(
          new Viewer.Line() {
            @Override
            public void binary(ByteBuffer message, Runnable done) {
              sent.add(name(message));
              leaving.add(done);
            }

            @Override
            public void text(String message, Runnable done) {
              sent.add(message);
              leaving.add(done);
            }

            @Override
            public void dropped() {
              dropped++;
            }

            @Override
            public void close() {}
          },
          nanos::get);

  @BeforeEach
  void watch() {
    viewer.watch(Set.of("a", "b"), null);
  }

  @Test
  void aStalledViewer_isSentOneFrame_andTheNewestWhenItGoesOn() {
    for (int i = 1; i <= 1_000; i++) {
      viewer.offer(Sightings.frame("a", i), false);
    }
    assertThat(sent).containsExactly("a frame-1");
    assertThat(dropped).isEqualTo(998);

    leave();
    viewer.drawn("a");

    assertThat(sent).containsExactly("a frame-1", "a frame-1000");
  }

  @Test
  void aFrameThatLeftButIsNotDrawn_holdsBackItsCameraOnly() {
    viewer.offer(Sightings.frame("a", 1), false);
    leave();
    viewer.offer(Sightings.frame("a", 2), false);
    viewer.offer(Sightings.frame("b", 1), false);

    assertThat(sent).containsExactly("a frame-1", "b frame-1");
  }

  @Test
  void cameras_takeTurns() {
    viewer.offer(Sightings.frame("a", 1), false);
    viewer.offer(Sightings.frame("b", 1), false);
    viewer.offer(Sightings.frame("a", 2), false);
    leave();
    viewer.drawn("a");
    leave();

    assertThat(sent).containsExactly("a frame-1", "b frame-1", "a frame-2");
  }

  @Test
  void aHiddenTab_isSentNothing_andTheNewestWhenItIsSeenAgain() {
    viewer.offer(Sightings.frame("a", 1), false);
    leave();
    viewer.visible(false);
    viewer.offer(Sightings.frame("a", 2), false);
    viewer.offer("status");
    assertThat(sent).containsExactly("a frame-1");
    assertThat(viewer.watched()).isEmpty();

    viewer.offer(Sightings.frame("a", 3), false);
    viewer.visible(true);
    leave();

    assertThat(sent).doesNotContain("a frame-2").contains("status");
  }

  @Test
  void theStatus_isTheLatestAlone() {
    viewer.offer("status 1");
    viewer.offer("status 2");
    viewer.offer("status 3");
    leave();

    assertThat(sent).containsExactly("status 1", "status 3");
  }

  @Test
  void anIdleCamera_isSentSlowly_unlessItIsShownLarge() {
    for (int i = 0; i < 100; i++) {
      nanos.addAndGet(10_000_000);
      viewer.offer(Sightings.frame("a", i), true);
      leaveAndDraw("a");
    }
    assertThat(sent).hasSize(2);

    sent.clear();
    viewer.watch(Set.of("a"), "a");
    for (int i = 0; i < 100; i++) {
      nanos.addAndGet(10_000_000);
      viewer.offer(Sightings.frame("a", i), true);
      leaveAndDraw("a");
    }
    assertThat(sent).hasSize(100);
  }

  @Test
  void framesOfOtherCameras_areNotSent() {
    viewer.offer(Sightings.frame("c", 1), false);

    assertThat(sent).isEmpty();
  }

  private void leave() {
    Runnable next = leaving.poll();
    if (next != null) {
      next.run();
    }
  }

  private void leaveAndDraw(String camera) {
    leave();
    viewer.drawn(camera);
  }

  private static String name(ByteBuffer message) {
    byte[] header = new byte[message.getInt()];
    message.get(header);
    Matcher matcher =
        Pattern.compile("\"camera\":\"(.*?)\",\"frame\":\"(.*?)\"")
            .matcher(new String(header, StandardCharsets.UTF_8));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1) + " " + matcher.group(2);
  }
}
