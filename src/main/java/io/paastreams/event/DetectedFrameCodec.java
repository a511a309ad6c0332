package io.paastreams.event;

import io.paastreams.detection.Detection;
import io.paastreams.event.avro.v1.DetectionRecord;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** {@link DetectedFrame} as DetectionRecord. */
final class DetectedFrameCodec implements RecordCodec<DetectedFrame, DetectionRecord> {

  private static final int BYTES_PER_DETECTION = 40;

  @Override
  public Class<DetectionRecord> recordClass() {
    return DetectionRecord.class;
  }

  @Override
  public Schema schema() {
    return DetectionRecord.getClassSchema();
  }

  @Override
  public DetectionRecord toAvro(DetectedFrame frame) {
    DetectionRecord avro = new DetectionRecord();
    avro.setDetectionId(frame.detectionId());
    avro.setFrameId(frame.frameId());
    avro.setCameraId(frame.cameraId());
    avro.setSessionId(frame.sessionId());
    avro.setSequence(frame.sequence());
    avro.setFrameWidth(frame.frameSize().width());
    avro.setFrameHeight(frame.frameSize().height());
    avro.setDetections(detections(frame));
    avro.setModelName(frame.modelName());
    avro.setModelSha256(frame.modelSha256());
    avro.setSourceTopic(frame.source().topic());
    avro.setSourcePartition(frame.source().partition());
    avro.setSourceOffset(frame.source().offset());
    avro.setCaptureTime(frame.captureTime());
    avro.setIngestTime(frame.ingestTime());
    avro.setDetectionTime(frame.detectionTime());
    return avro;
  }

  @Override
  public DetectedFrame toDomain(DetectionRecord avro) {
    List<Detection> detections = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (var d : avro.getDetections()) {
      Box box = new Box(d.getX1(), d.getY1(), d.getX2(), d.getY2());
      detections.add(new Detection(box, d.getClassId(), d.getScore()));
      labels.add(d.getLabel());
    }
    return new DetectedFrame(
        avro.getDetectionId(),
        avro.getFrameId(),
        avro.getCameraId(),
        avro.getSessionId(),
        avro.getSequence(),
        new Size(avro.getFrameWidth(), avro.getFrameHeight()),
        detections,
        labels,
        avro.getModelName(),
        avro.getModelSha256(),
        new SourceOffset(avro.getSourceTopic(), avro.getSourcePartition(), avro.getSourceOffset()),
        avro.getCaptureTime(),
        avro.getIngestTime(),
        avro.getDetectionTime());
  }

  @Override
  public void writeHeaders(Headers headers, DetectedFrame frame) {
    CloudEventHeaders.write(
        headers,
        new CloudEvent(
            frame.detectionId(),
            CloudEvent.cameraSource(frame.cameraId(), "/detections"),
            "io.paastreams.detection.v1",
            frame.detectionTime()));
  }

  @Override
  public int sizeHint(DetectedFrame frame) {
    return 512 + BYTES_PER_DETECTION * frame.detections().size();
  }

  private static List<io.paastreams.event.avro.v1.Detection> detections(DetectedFrame frame) {
    List<io.paastreams.event.avro.v1.Detection> avro = new ArrayList<>();
    for (int i = 0; i < frame.detections().size(); i++) {
      Detection d = frame.detections().get(i);
      Box box = d.box();
      avro.add(
          new io.paastreams.event.avro.v1.Detection(
              frame.labels().get(i),
              d.classId(),
              d.score(),
              box.x1(),
              box.y1(),
              box.x2(),
              box.y2()));
    }
    return avro;
  }
}
