package io.paastreams.event;

import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** Converts {@link SkippedFrame} to and from the Avro record of the same name. */
final class SkippedFrameCodec
    implements RecordCodec<SkippedFrame, io.paastreams.event.avro.v1.SkippedFrame> {

  private static final LineageFields LINEAGE =
      new LineageFields(io.paastreams.event.avro.v1.SkippedFrame.getClassSchema());

  @Override
  public Class<io.paastreams.event.avro.v1.SkippedFrame> recordClass() {
    return io.paastreams.event.avro.v1.SkippedFrame.class;
  }

  @Override
  public Schema schema() {
    return io.paastreams.event.avro.v1.SkippedFrame.getClassSchema();
  }

  @Override
  public io.paastreams.event.avro.v1.SkippedFrame toAvro(SkippedFrame frame) {
    var avro = new io.paastreams.event.avro.v1.SkippedFrame();
    LINEAGE.write(avro, frame.lineage());
    avro.setReason(io.paastreams.event.avro.v1.SkipReason.valueOf(frame.reason().name()));
    avro.setSkipTime(frame.skipTime());
    return avro;
  }

  @Override
  public SkippedFrame toDomain(io.paastreams.event.avro.v1.SkippedFrame avro) {
    return new SkippedFrame(
        LINEAGE.read(avro),
        SkippedFrame.SkipReason.valueOf(avro.getReason().name()),
        avro.getSkipTime());
  }

  @Override
  public void writeHeaders(Headers headers, SkippedFrame frame) {
    CloudEventHeaders.writeDerived(
        headers,
        new CloudEvent(
            frame.frameId(),
            CloudEvent.cameraSource(frame.cameraId(), "/skips"),
            "io.paastreams.skip.v1",
            frame.skipTime()));
  }

  @Override
  public int sizeHint(SkippedFrame frame) {
    return 256;
  }
}
