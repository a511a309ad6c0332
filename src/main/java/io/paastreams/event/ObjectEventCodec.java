package io.paastreams.event;

import io.paastreams.event.avro.v1.CrossingDirection;
import io.paastreams.event.avro.v1.EventKind;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** {@link ObjectEvent} as the Avro record of the same name. */
final class ObjectEventCodec
    implements RecordCodec<ObjectEvent, io.paastreams.event.avro.v1.ObjectEvent> {

  @Override
  public Class<io.paastreams.event.avro.v1.ObjectEvent> recordClass() {
    return io.paastreams.event.avro.v1.ObjectEvent.class;
  }

  @Override
  public Schema schema() {
    return io.paastreams.event.avro.v1.ObjectEvent.getClassSchema();
  }

  @Override
  public io.paastreams.event.avro.v1.ObjectEvent toAvro(ObjectEvent event) {
    var avro = new io.paastreams.event.avro.v1.ObjectEvent();
    avro.setEventId(event.eventId());
    avro.setKind(EventKind.valueOf(event.kind().name()));
    avro.setCameraId(event.cameraId());
    avro.setTrackId(event.trackId());
    avro.setNumber(event.number());
    avro.setEventTime(event.eventTime());
    avro.setLabel(event.label());
    avro.setClassId(event.classId());
    avro.setScore(event.score());
    avro.setBestScore(event.bestScore());
    avro.setFrameWidth(event.frameSize().width());
    avro.setFrameHeight(event.frameSize().height());
    avro.setX1(event.box().x1());
    avro.setY1(event.box().y1());
    avro.setX2(event.box().x2());
    avro.setY2(event.box().y2());
    avro.setZone(event.zone());
    avro.setLine(event.line());
    avro.setDirection(direction(event.direction()));
    avro.setZones(event.zones());
    avro.setDwell(Seconds.ofNullable(event.dwell()));
    avro.setFirstSeenTime(event.firstSeenTime());
    avro.setLastSeenTime(event.lastSeenTime());
    avro.setBestFrame(BestFrames.toAvro(event.bestFrame()));
    avro.setDetectionId(event.detectionId());
    avro.setRulesVersion(event.rulesVersion());
    return avro;
  }

  @Override
  public ObjectEvent toDomain(io.paastreams.event.avro.v1.ObjectEvent avro) {
    return new ObjectEvent(
        avro.getEventId(),
        ObjectEvent.Kind.valueOf(avro.getKind().name()),
        avro.getCameraId(),
        avro.getTrackId(),
        avro.getNumber(),
        avro.getEventTime(),
        avro.getLabel(),
        avro.getClassId(),
        avro.getScore(),
        avro.getBestScore(),
        new Size(avro.getFrameWidth(), avro.getFrameHeight()),
        new Box(avro.getX1(), avro.getY1(), avro.getX2(), avro.getY2()),
        avro.getZone(),
        avro.getLine(),
        direction(avro.getDirection()),
        avro.getZones(),
        Seconds.parseNullable(avro.getDwell()),
        avro.getFirstSeenTime(),
        avro.getLastSeenTime(),
        BestFrames.toDomain(avro.getBestFrame()),
        avro.getDetectionId(),
        avro.getRulesVersion());
  }

  private static @Nullable CrossingDirection direction(ObjectEvent.@Nullable Direction direction) {
    return direction == null ? null : CrossingDirection.valueOf(direction.name());
  }

  private static ObjectEvent.@Nullable Direction direction(@Nullable CrossingDirection direction) {
    return direction == null ? null : ObjectEvent.Direction.valueOf(direction.name());
  }

  @Override
  public void writeHeaders(Headers headers, ObjectEvent event) {
    CloudEventHeaders.writeDerived(
        headers,
        new CloudEvent(
            event.eventId(),
            CloudEvent.cameraSource(event.cameraId(), "/events"),
            "io.paastreams.event.v1",
            event.eventTime()));
  }

  @Override
  public int sizeHint(ObjectEvent event) {
    return 512;
  }
}
