package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.cluster.GroupMember;
import io.paastreams.streams.Guarantee;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FleetWatchTest {

  private static final String APP = "paa-streams";

  private final List<GroupMember> members = new ArrayList<>();
  private final List<Integer> seen = new ArrayList<>();
  private final FleetWatch watch =
      new FleetWatch(
          APP,
          () -> List.copyOf(members),
          new PipelineListener() {
            @Override
            public void fleetSeen(int kinds) {
              seen.add(kinds);
            }
          });

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void aKind_isReadFromTheClientIdsThatKafkaStreamsMakes(Guarantee guarantee) {
    InstanceKind kind = InstanceKind.of("0123abcdef".repeat(6), guarantee);
    String clientId = kind.newClientId(APP);

    assertThat(InstanceKind.ofClientId(APP, clientId)).contains(kind);
    assertThat(InstanceKind.ofClientId(APP, clientId + "-StreamThread-1-consumer")).contains(kind);
    assertThat(InstanceKind.ofClientId(APP, "gate-StreamThread-1-consumer")).isEmpty();
    assertThat(InstanceKind.ofClientId("paa", clientId)).isEmpty();
    assertThat(kind.newClientId(APP)).as("another process").isNotEqualTo(clientId);
  }

  @Test
  void oneModelAndOneGuarantee_areNoNews() {
    join("aaaaaaaa", Guarantee.AT_LEAST_ONCE, "/10.0.0.1");
    join("aaaaaaaa", Guarantee.AT_LEAST_ONCE, "/10.0.0.2");
    assertThat(watch.look()).isEmpty();
    assertThat(seen).containsExactly(1);
  }

  @Test
  void twoModelsOrTwoGuarantees_areReportedWithTheirPlace_untilTheRestartIsThrough() {
    join("aaaaaaaa", Guarantee.AT_LEAST_ONCE, "/10.0.0.1");
    join("bbbbbbbb", Guarantee.AT_LEAST_ONCE, "/10.0.0.2");
    join("aaaaaaaa", Guarantee.EXACTLY_ONCE, "/10.0.0.3");
    assertThat(watch.look())
        .isEqualTo(
            "model aaaaaaaa at-least-once on 10.0.0.1; model aaaaaaaa exactly-once on 10.0.0.3;"
                + " model bbbbbbbb at-least-once on 10.0.0.2");
    members.removeIf(member -> !member.host().endsWith("1"));
    assertThat(watch.look()).isEmpty();
    assertThat(seen).containsExactly(3, 1);
  }

  @Test
  void clientIdsOfTheUsers_areNotTakenForAnything() {
    members.add(new GroupMember("gate-StreamThread-1-consumer", "/10.0.0.1"));
    assertThat(watch.look()).isEmpty();
    assertThat(Fleet.of(APP, members).untold()).isEqualTo(1);
    assertThat(seen).isEmpty();
  }

  private void join(String model, Guarantee guarantee, String host) {
    String clientId = InstanceKind.of(model.repeat(8), guarantee).newClientId(APP);
    members.add(new GroupMember(clientId + "-StreamThread-1-consumer", host));
  }
}
