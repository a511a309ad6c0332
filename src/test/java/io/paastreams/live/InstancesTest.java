package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.cluster.GroupMember;
import io.paastreams.live.Instances.Instance;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstancesTest {

  private static final GroupMember A1 =
      new GroupMember("paa-1f-StreamThread-1-consumer", "/10.0.0.1");
  private static final GroupMember A2 =
      new GroupMember("paa-1f-StreamThread-2-consumer", "/10.0.0.1");
  private static final GroupMember B =
      new GroupMember("paa-2f-StreamThread-1-consumer", "/10.0.0.2");

  private final Instances instances = new Instances();

  @Test
  void threadsOfOneProcess_areOneInstance() {
    assertThat(instances.look(List.of(A1, A2, B), 1_000))
        .containsExactly(
            new Instance("paa-1f", "10.0.0.1", 2, 0), new Instance("paa-2f", "10.0.0.2", 1, 0));
  }

  @Test
  void oneThatDied_isGone_sinceItWasFirstMissed_andBackWhenItIsBack() {
    instances.look(List.of(A1, B), 1_000);

    assertThat(instances.look(List.of(A1), 3_000)).extracting(Instance::gone).containsOnly(0L);
    assertThat(instances.look(List.of(A1), 5_000))
        .containsExactly(
            new Instance("paa-1f", "10.0.0.1", 1, 0), new Instance("paa-2f", "10.0.0.2", 1, 3_000));
    assertThat(instances.look(List.of(A1, B), 7_000)).extracting(Instance::gone).containsOnly(0L);
  }

  @Test
  void oneThatIsGoneForLong_isForgotten() {
    instances.look(List.of(A1, B), 1_000);
    instances.look(List.of(A1), 3_000);
    instances.look(List.of(A1), 5_000);

    assertThat(instances.look(List.of(A1), 3_000 + 600_000)).hasSize(2);
    assertThat(instances.look(List.of(A1), 3_001 + 600_000)).hasSize(1);
  }
}
