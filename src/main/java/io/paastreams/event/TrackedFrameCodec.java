package io.paastreams.event;

import io.paastreams.geometry.Size;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** {@link TrackedFrame} as the Avro record of the same name. */
final class TrackedFrameCodec
    implements RecordCodec<TrackedFrame, io.paastreams.event.avro.v1.TrackedFrame> {

  private static final LineageFields LINEAGE =
      new LineageFields(io.paastreams.event.avro.v1.TrackedFrame.getClassSchema());

  @Override
  public Class<io.paastreams.event.avro.v1.TrackedFrame> recordClass() {
    return io.paastreams.event.avro.v1.TrackedFrame.class;
  }

  @Override
  public Schema schema() {
    return io.paastreams.event.avro.v1.TrackedFrame.getClassSchema();
  }

  @Override
  public io.paastreams.event.avro.v1.TrackedFrame toAvro(TrackedFrame frame) {
    var avro = new io.paastreams.event.avro.v1.TrackedFrame();
    avro.setDetectionId(frame.detectionId());
    LINEAGE.write(avro, frame.lineage());
    avro.setFrameWidth(frame.frameSize().width());
    avro.setFrameHeight(frame.frameSize().height());
    avro.setObjects(SceneObjects.toAvro(frame.objects()));
    avro.setLate(frame.late());
    avro.setDetectionTime(frame.detectionTime());
    avro.setRulesVersion(frame.rulesVersion());
    return avro;
  }

  @Override
  public TrackedFrame toDomain(io.paastreams.event.avro.v1.TrackedFrame avro) {
    return new TrackedFrame(
        avro.getDetectionId(),
        LINEAGE.read(avro),
        new Size(avro.getFrameWidth(), avro.getFrameHeight()),
        SceneObjects.toDomain(avro.getObjects()),
        avro.getLate(),
        avro.getDetectionTime(),
        avro.getRulesVersion());
  }

  @Override
  public void writeHeaders(Headers headers, TrackedFrame frame) {
    CloudEventHeaders.writeDerived(
        headers,
        new CloudEvent(
            frame.detectionId(),
            CloudEvent.cameraSource(frame.cameraId(), "/tracks"),
            "io.paastreams.tracks.v1",
            frame.captureTime()));
  }

  @Override
  public int sizeHint(TrackedFrame frame) {
    return 384 + SceneObjects.BYTES * frame.objects().size();
  }
}
