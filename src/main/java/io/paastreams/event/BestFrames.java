package io.paastreams.event;

import io.paastreams.geometry.Box;
import org.jspecify.annotations.Nullable;

/** {@link BestFrame} as the Avro record of the same name, which two schemas share. */
final class BestFrames {

  private BestFrames() {}

  static io.paastreams.event.avro.v1.@Nullable BestFrame toAvro(@Nullable BestFrame frame) {
    return frame == null
        ? null
        : new io.paastreams.event.avro.v1.BestFrame(
            frame.source().topic(),
            frame.source().partition(),
            frame.source().offset(),
            frame.captureTime(),
            frame.box().x1(),
            frame.box().y1(),
            frame.box().x2(),
            frame.box().y2());
  }

  static @Nullable BestFrame toDomain(io.paastreams.event.avro.v1.@Nullable BestFrame avro) {
    return avro == null
        ? null
        : new BestFrame(
            new SourceOffset(avro.getTopic(), avro.getPartition(), avro.getOffset()),
            avro.getCaptureTime(),
            new Box(avro.getX1(), avro.getY1(), avro.getX2(), avro.getY2()));
  }
}
