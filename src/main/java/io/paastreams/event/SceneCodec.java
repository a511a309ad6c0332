package io.paastreams.event;

import io.paastreams.event.avro.v1.AlertSeverity;
import io.paastreams.event.avro.v1.ZoneOccupancy;
import io.paastreams.geometry.Size;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** {@link Scene} as the Avro record of the same name. */
final class SceneCodec implements RecordCodec<Scene, io.paastreams.event.avro.v1.Scene> {

  private static final int BYTES_PER_ALERT = 160;

  @Override
  public Class<io.paastreams.event.avro.v1.Scene> recordClass() {
    return io.paastreams.event.avro.v1.Scene.class;
  }

  @Override
  public Schema schema() {
    return io.paastreams.event.avro.v1.Scene.getClassSchema();
  }

  @Override
  public io.paastreams.event.avro.v1.Scene toAvro(Scene scene) {
    var avro = new io.paastreams.event.avro.v1.Scene();
    avro.setCameraId(scene.cameraId());
    avro.setDetectionId(scene.detectionId());
    avro.setFrameId(scene.frameId());
    avro.setCaptureTime(scene.captureTime());
    avro.setSourceTopic(scene.source().topic());
    avro.setSourcePartition(scene.source().partition());
    avro.setSourceOffset(scene.source().offset());
    avro.setFrameWidth(scene.frameSize().width());
    avro.setFrameHeight(scene.frameSize().height());
    avro.setObjects(SceneObjects.toAvro(scene.objects()));
    avro.setOccupancy(
        scene.occupancy().stream()
            .map(each -> new ZoneOccupancy(each.zone(), each.objects()))
            .toList());
    avro.setOpenAlerts(scene.openAlerts().stream().map(SceneCodec::openAlert).toList());
    avro.setRulesVersion(scene.rulesVersion());
    return avro;
  }

  @Override
  public Scene toDomain(io.paastreams.event.avro.v1.Scene avro) {
    return new Scene(
        avro.getCameraId(),
        avro.getDetectionId(),
        avro.getFrameId(),
        avro.getCaptureTime(),
        new SourceOffset(avro.getSourceTopic(), avro.getSourcePartition(), avro.getSourceOffset()),
        new Size(avro.getFrameWidth(), avro.getFrameHeight()),
        SceneObjects.toDomain(avro.getObjects()),
        avro.getOccupancy().stream()
            .map(each -> new Scene.Occupancy(each.getZone(), each.getObjects()))
            .toList(),
        avro.getOpenAlerts().stream().map(SceneCodec::openAlert).toList(),
        avro.getRulesVersion());
  }

  private static io.paastreams.event.avro.v1.OpenAlert openAlert(Scene.OpenAlert alert) {
    return new io.paastreams.event.avro.v1.OpenAlert(
        alert.alertId(),
        alert.rule(),
        AlertSeverity.valueOf(alert.severity().name()),
        alert.zone(),
        alert.line(),
        alert.trackId(),
        alert.sinceTime(),
        alert.text());
  }

  private static Scene.OpenAlert openAlert(io.paastreams.event.avro.v1.OpenAlert avro) {
    return new Scene.OpenAlert(
        avro.getAlertId(),
        avro.getRule(),
        Alert.Severity.valueOf(avro.getSeverity().name()),
        avro.getZone(),
        avro.getLine(),
        avro.getTrackId(),
        avro.getSinceTime(),
        avro.getText());
  }

  @Override
  public void writeHeaders(Headers headers, Scene scene) {
    CloudEventHeaders.writeDerived(
        headers,
        new CloudEvent(
            scene.detectionId(),
            CloudEvent.cameraSource(scene.cameraId(), "/scene"),
            "io.paastreams.scene.v1",
            scene.captureTime()));
  }

  @Override
  public int sizeHint(Scene scene) {
    return 512
        + SceneObjects.BYTES * scene.objects().size()
        + BYTES_PER_ALERT * scene.openAlerts().size();
  }
}
