package io.paastreams.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.streams.Guarantee;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class FaultScheduleTest {

  @Test
  void of_sameSeed_isTheSameSchedule() {
    assertThat(FaultSchedule.of(7, Guarantee.EXACTLY_ONCE))
        .isEqualTo(FaultSchedule.of(7, Guarantee.EXACTLY_ONCE))
        .isNotEqualTo(FaultSchedule.of(8, Guarantee.EXACTLY_ONCE));
  }

  @Test
  void of_seedsInARow_haveEveryFaultProtocolAndClusterBetweenThem() {
    List<FaultSchedule> schedules =
        LongStream.range(1000, 1040)
            .mapToObj(seed -> FaultSchedule.of(seed, Guarantee.AT_LEAST_ONCE))
            .toList();
    Set<Class<?>> kinds = new HashSet<>();
    schedules.forEach(s -> s.strikes().forEach(strike -> kinds.add(strike.fault().getClass())));
    assertThat(kinds).containsExactlyInAnyOrder(InjectedFault.class.getPermittedSubclasses());
    assertThat(schedules).extracting(FaultSchedule::protocol).contains("classic", "streams");
    assertThat(schedules).extracting(FaultSchedule::brokers).contains(1, 3);
    assertThat(schedules).extracting(FaultSchedule::registryDownMillis).contains(0);
    assertThat(schedules).anyMatch(schedule -> schedule.registryDownMillis() > 0);
  }
}
