package io.paastreams.event;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.detection.Profile;
import io.paastreams.event.avro.v1.DetectionRecord;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Converts {@link DetectedFrame} to and from DetectionRecord. */
final class DetectedFrameCodec implements RecordCodec<DetectedFrame, DetectionRecord> {

  private static final int BYTES_PER_DETECTION = 40;

  private static final LineageFields LINEAGE = new LineageFields(DetectionRecord.getClassSchema());

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
    LINEAGE.write(avro, frame.lineage());
    avro.setFrameWidth(frame.frameSize().width());
    avro.setFrameHeight(frame.frameSize().height());
    avro.setDetections(boxes(frame.detections(), frame.labels()));
    avro.setModelName(frame.model().name());
    avro.setModelSha256(frame.model().sha256());
    avro.setDetectionTime(frame.detectionTime());
    setTerms(avro, frame.terms());
    avro.setFaintDetections(boxes(frame.faint(), frame.faintLabels()));
    return avro;
  }

  @Override
  public DetectedFrame toDomain(DetectionRecord avro) {
    return new DetectedFrame(
        avro.getDetectionId(),
        LINEAGE.read(avro),
        new Size(avro.getFrameWidth(), avro.getFrameHeight()),
        detections(avro.getDetections()),
        labels(avro.getDetections()),
        new ModelIdentity(avro.getModelName(), avro.getModelSha256()),
        avro.getDetectionTime(),
        terms(avro),
        detections(avro.getFaintDetections()),
        labels(avro.getFaintDetections()));
  }

  @Override
  public void writeHeaders(Headers headers, DetectedFrame frame) {
    CloudEventHeaders.writeDerived(
        headers,
        new CloudEvent(
            frame.detectionId(),
            CloudEvent.cameraSource(frame.cameraId(), "/detections"),
            "io.paastreams.detection.v1",
            frame.detectionTime()));
  }

  @Override
  public int sizeHint(DetectedFrame frame) {
    return 512 + BYTES_PER_DETECTION * (frame.detections().size() + frame.faint().size());
  }

  private static void setTerms(DetectionRecord avro, @Nullable DetectionTerms terms) {
    avro.setProfile(io.paastreams.event.avro.v1.Profile.UNKNOWN);
    if (terms != null) {
      if (terms.profile() != null) {
        avro.setProfile(
            switch (terms.profile()) {
              case SERVING -> io.paastreams.event.avro.v1.Profile.SERVING;
              case REFERENCE -> io.paastreams.event.avro.v1.Profile.REFERENCE;
            });
      }
      avro.setScoreThreshold(terms.scoreThreshold());
      avro.setFaintThreshold(terms.faintThreshold());
    }
  }

  private static @Nullable DetectionTerms terms(DetectionRecord avro) {
    Float scoreThreshold = avro.getScoreThreshold();
    if (scoreThreshold == null) {
      return null;
    }
    @Nullable Profile profile =
        switch (avro.getProfile()) {
          case UNKNOWN -> null;
          case SERVING -> Profile.SERVING;
          case REFERENCE -> Profile.REFERENCE;
        };
    return new DetectionTerms(profile, scoreThreshold, avro.getFaintThreshold());
  }

  private static List<io.paastreams.event.avro.v1.Detection> boxes(
      List<Detection> detections, List<String> labels) {
    List<io.paastreams.event.avro.v1.Detection> avro = new ArrayList<>();
    for (int i = 0; i < detections.size(); i++) {
      Detection d = detections.get(i);
      Box box = d.box();
      avro.add(
          new io.paastreams.event.avro.v1.Detection(
              labels.get(i), d.classId(), d.score(), box.x1(), box.y1(), box.x2(), box.y2()));
    }
    return avro;
  }

  private static List<Detection> detections(List<io.paastreams.event.avro.v1.Detection> avro) {
    return avro.stream()
        .map(
            d ->
                new Detection(
                    new Box(d.getX1(), d.getY1(), d.getX2(), d.getY2()),
                    d.getClassId(),
                    d.getScore()))
        .toList();
  }

  private static List<String> labels(List<io.paastreams.event.avro.v1.Detection> avro) {
    return avro.stream().map(io.paastreams.event.avro.v1.Detection::getLabel).toList();
  }
}
