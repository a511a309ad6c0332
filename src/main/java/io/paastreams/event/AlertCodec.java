package io.paastreams.event;

import io.paastreams.event.avro.v1.AlertSeverity;
import io.paastreams.event.avro.v1.AlertState;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** {@link Alert} as the Avro record of the same name. */
final class AlertCodec implements RecordCodec<Alert, io.paastreams.event.avro.v1.Alert> {

  @Override
  public Class<io.paastreams.event.avro.v1.Alert> recordClass() {
    return io.paastreams.event.avro.v1.Alert.class;
  }

  @Override
  public Schema schema() {
    return io.paastreams.event.avro.v1.Alert.getClassSchema();
  }

  @Override
  public io.paastreams.event.avro.v1.Alert toAvro(Alert alert) {
    var avro = new io.paastreams.event.avro.v1.Alert();
    avro.setAlertId(alert.alertId());
    avro.setState(AlertState.valueOf(alert.state().name()));
    avro.setRule(alert.rule());
    avro.setSeverity(AlertSeverity.valueOf(alert.severity().name()));
    avro.setCameraId(alert.cameraId());
    avro.setZone(alert.zone());
    avro.setLine(alert.line());
    avro.setTrackId(alert.trackId());
    avro.setLabel(alert.label());
    avro.setSinceTime(alert.sinceTime());
    avro.setRaisedTime(alert.raisedTime());
    avro.setClearedTime(alert.clearedTime());
    avro.setEventIds(alert.eventIds());
    avro.setBestFrame(BestFrames.toAvro(alert.bestFrame()));
    avro.setText(alert.text());
    avro.setRulesVersion(alert.rulesVersion());
    Alert.Acknowledgement noted = alert.acknowledgement();
    avro.setAcknowledgedTime(noted == null ? null : noted.time());
    avro.setAcknowledgedBy(noted == null ? null : noted.by());
    return avro;
  }

  @Override
  public Alert toDomain(io.paastreams.event.avro.v1.Alert avro) {
    return new Alert(
        avro.getAlertId(),
        Alert.State.valueOf(avro.getState().name()),
        avro.getRule(),
        Alert.Severity.valueOf(avro.getSeverity().name()),
        avro.getCameraId(),
        avro.getZone(),
        avro.getLine(),
        avro.getTrackId(),
        avro.getLabel(),
        avro.getSinceTime(),
        avro.getRaisedTime(),
        avro.getClearedTime(),
        avro.getEventIds(),
        BestFrames.toDomain(avro.getBestFrame()),
        avro.getText(),
        avro.getRulesVersion(),
        acknowledgement(avro.getAcknowledgedTime(), avro.getAcknowledgedBy()));
  }

  private static Alert.@Nullable Acknowledgement acknowledgement(
      @Nullable Instant time, @Nullable String by) {
    return time == null ? null : new Alert.Acknowledgement(time, by == null ? "" : by);
  }

  @Override
  public void writeHeaders(Headers headers, Alert alert) {
    CloudEventHeaders.writeDerived(
        headers,
        new CloudEvent(
            alert.recordId(),
            CloudEvent.cameraSource(alert.cameraId(), "/alerts"),
            "io.paastreams.alert.v1",
            time(alert)));
  }

  private static Instant time(Alert alert) {
    Alert.Acknowledgement noted = alert.acknowledgement();
    return alert.state() == Alert.State.ACKNOWLEDGED && noted != null
        ? noted.time()
        : Objects.requireNonNullElse(alert.clearedTime(), alert.raisedTime());
  }

  @Override
  public int sizeHint(Alert alert) {
    return 512 + 37 * alert.eventIds().size();
  }
}
