package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.event.Alert;
import io.paastreams.event.EventSamples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertsTest {

  private static final Alert RAISED = EventSamples.alert();
  private static final Alert CLEARED = EventSamples.clearedAlert();
  private static final Alert NOTED = EventSamples.acknowledgedAlert();

  static Stream<List<Alert>> orders() {
    return Stream.of(
        List.of(RAISED, CLEARED, NOTED),
        List.of(RAISED, NOTED, CLEARED),
        List.of(RAISED, NOTED, CLEARED, RAISED, CLEARED), // processed again
        List.of(RAISED, CLEARED, NOTED, RAISED),
        List.of(NOTED, CLEARED));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void clearedAndAcknowledged_itStaysBoth_whateverTheOrder(List<Alert> records) {
    Alerts alerts = new Alerts(10);
    records.forEach(alerts::take);

    assertThat(alerts.latest())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.state()).isEqualTo("CLEARED");
              assertThat(alert.cleared()).isNotNull();
              assertThat(alert.acknowledgedBy()).isEqualTo("ana, from 127.0.0.1");
            });
    assertThat(alerts.unnoted()).isZero();
  }

  @Test
  void anAcknowledgedAlertThatHolds_isOpen_butNobodyIsCalledForIt() {
    Alerts alerts = new Alerts(10);

    alerts.take(RAISED);
    assertThat(alerts.unnoted()).isEqualTo(1);
    AlertReport noted = alerts.take(NOTED);

    assertThat(noted.state()).isEqualTo("RAISED");
    assertThat(alerts.unnoted()).isZero();
  }
}
