package io.paastreams.event;

import io.paastreams.geometry.Size;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** {@link TrackedFrame} as the Avro record of the same name. */
final class TrackedFrameCodec
    implements RecordCodec<TrackedFrame, io.paastreams.event.avro.v1.TrackedFrame> {

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
    avro.setFrameId(frame.frameId());
    avro.setCameraId(frame.cameraId());
    avro.setSessionId(frame.sessionId());
    avro.setSequence(frame.sequence());
    avro.setFrameWidth(frame.frameSize().width());
    avro.setFrameHeight(frame.frameSize().height());
    avro.setObjects(SceneObjects.toAvro(frame.objects()));
    avro.setLate(frame.late());
    avro.setSourceTopic(frame.source().topic());
    avro.setSourcePartition(frame.source().partition());
    avro.setSourceOffset(frame.source().offset());
    avro.setCaptureTime(frame.captureTime());
    avro.setIngestTime(frame.ingestTime());
    avro.setDetectionTime(frame.detectionTime());
    avro.setRulesVersion(frame.rulesVersion());
    return avro;
  }

  @Override
  public TrackedFrame toDomain(io.paastreams.event.avro.v1.TrackedFrame avro) {
    return new TrackedFrame(
        avro.getDetectionId(),
        avro.getFrameId(),
        avro.getCameraId(),
        avro.getSessionId(),
        avro.getSequence(),
        new Size(avro.getFrameWidth(), avro.getFrameHeight()),
        SceneObjects.toDomain(avro.getObjects()),
        avro.getLate(),
        new SourceOffset(avro.getSourceTopic(), avro.getSourcePartition(), avro.getSourceOffset()),
        avro.getCaptureTime(),
        avro.getIngestTime(),
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
