package io.paastreams.event;

import io.paastreams.geometry.Box;
import java.util.List;

/** {@link SceneObject} as the Avro record of the same name, which two schemas share. */
final class SceneObjects {

  /** The size of an object without its zones, whose names are short. */
  static final int BYTES = 128;

  private SceneObjects() {}

  static List<io.paastreams.event.avro.v1.SceneObject> toAvro(List<SceneObject> objects) {
    return objects.stream().map(SceneObjects::toAvro).toList();
  }

  static List<SceneObject> toDomain(List<io.paastreams.event.avro.v1.SceneObject> objects) {
    return objects.stream().map(SceneObjects::toDomain).toList();
  }

  private static io.paastreams.event.avro.v1.SceneObject toAvro(SceneObject object) {
    var avro = new io.paastreams.event.avro.v1.SceneObject();
    avro.setTrackId(object.trackId());
    avro.setLabel(object.label());
    avro.setClassId(object.classId());
    avro.setScore(object.score());
    avro.setX1(object.box().x1());
    avro.setY1(object.box().y1());
    avro.setX2(object.box().x2());
    avro.setY2(object.box().y2());
    avro.setVelocityX(object.velocityX());
    avro.setVelocityY(object.velocityY());
    avro.setState(io.paastreams.event.avro.v1.TrackState.valueOf(object.state().name()));
    avro.setStationary(object.stationary());
    avro.setZones(object.zones());
    avro.setAge(Seconds.of(object.age()));
    avro.setUnseen(Seconds.of(object.unseen()));
    return avro;
  }

  private static SceneObject toDomain(io.paastreams.event.avro.v1.SceneObject avro) {
    return new SceneObject(
        avro.getTrackId(),
        avro.getLabel(),
        avro.getClassId(),
        avro.getScore(),
        new Box(avro.getX1(), avro.getY1(), avro.getX2(), avro.getY2()),
        avro.getVelocityX(),
        avro.getVelocityY(),
        TrackState.valueOf(avro.getState().name()),
        avro.getStationary(),
        avro.getZones(),
        Seconds.parse(avro.getAge()),
        Seconds.parse(avro.getUnseen()));
  }
}
