package io.paastreams.pipeline.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LatestFrameLaneTest {

  private long now = 1_000;
  private final LatestFrameLane lane = new LatestFrameLane(() -> now);
  private final List<Long> superseded = new ArrayList<>();
  private final List<Long> submitted = new ArrayList<>();
  private final List<Long> waited = new ArrayList<>();

  @Test
  void frameThatWaitsForADecodeThread_givesWayToANewerOne() {
    lane.arrive(new Frame(1));
    lane.arrive(new Frame(2));
    lane.supersedeArrived();

    assertThat(superseded).containsExactly(1L, 2L);
  }

  @Test
  void frameThatIsPrepared_isNotSupersededByOnesThatOnlyArrive() throws Exception {
    Frame first = new Frame(1);
    lane.arrive(first);
    lane.begin(first);
    lane.arrive(new Frame(2));
    lane.ready(first);
    lane.arrive(new Frame(3));

    assertThat(superseded).containsExactly(2L);
    assertThat(submitted).containsExactly(1L);
  }

  @Test
  void readyFrame_givesWayToANewerReadyOneThatInheritsItsWaitingTime() throws Exception {
    lane.ready(new Frame(1));
    now += 40;
    lane.ready(new Frame(2));
    now += 40;
    lane.ready(new Frame(3));

    assertThat(superseded).containsExactly(1L, 2L);
    assertThat(waited).containsExactly(0L, 40L, 80L);
  }

  @Test
  void frameThatTheDeviceHasTaken_isNotSuperseded() throws Exception {
    Frame taken = new Frame(1);
    lane.ready(taken);
    taken.taken = true;
    now += 40;
    lane.ready(new Frame(2));

    assertThat(superseded).isEmpty();
    assertThat(waited).containsExactly(0L, 0L);
  }

  @Test
  void olderFrameThatIsReadyLater_isSuperseded() throws Exception {
    lane.ready(new Frame(2));
    lane.ready(new Frame(1));

    assertThat(submitted).containsExactly(2L);
    assertThat(superseded).containsExactly(1L);
  }

  private final class Frame implements LatestFrameLane.Job {
    private final long order;
    private boolean taken;

    Frame(long order) {
      this.order = order;
    }

    @Override
    public long order() {
      return order;
    }

    @Override
    public void supersede() {
      superseded.add(order);
    }

    @Override
    public boolean withdraw() {
      return !taken;
    }

    @Override
    public void submit(long waitedNanos) {
      submitted.add(order);
      waited.add(waitedNanos);
    }
  }
}
