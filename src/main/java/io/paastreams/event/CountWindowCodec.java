package io.paastreams.event;

import io.paastreams.event.avro.v1.WindowEnd;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** {@link CountWindow} as the Avro record of the same name. */
final class CountWindowCodec
    implements RecordCodec<CountWindow, io.paastreams.event.avro.v1.CountWindow> {

  @Override
  public Class<io.paastreams.event.avro.v1.CountWindow> recordClass() {
    return io.paastreams.event.avro.v1.CountWindow.class;
  }

  @Override
  public Schema schema() {
    return io.paastreams.event.avro.v1.CountWindow.getClassSchema();
  }

  @Override
  public io.paastreams.event.avro.v1.CountWindow toAvro(CountWindow window) {
    var avro = new io.paastreams.event.avro.v1.CountWindow();
    avro.setWindowId(window.windowId());
    avro.setCameraId(window.cameraId());
    avro.setStartTime(window.startTime());
    avro.setEndTime(window.endTime());
    avro.setZone(window.zone());
    avro.setLine(window.line());
    avro.setLabel(window.label());
    avro.setEntered(window.entered());
    avro.setLeft(window.left());
    avro.setLeftToRight(window.leftToRight());
    avro.setRightToLeft(window.rightToLeft());
    avro.setMaxOccupancy(window.maxOccupancy());
    avro.setMeanOccupancy(window.meanOccupancy());
    avro.setDistinctTracks(window.distinctTracks());
    avro.setClosedBy(WindowEnd.valueOf(window.closedBy().name()));
    avro.setRulesVersion(window.rulesVersion());
    return avro;
  }

  @Override
  public CountWindow toDomain(io.paastreams.event.avro.v1.CountWindow avro) {
    return new CountWindow(
        avro.getWindowId(),
        avro.getCameraId(),
        avro.getStartTime(),
        avro.getEndTime(),
        avro.getZone(),
        avro.getLine(),
        avro.getLabel(),
        avro.getEntered(),
        avro.getLeft(),
        avro.getLeftToRight(),
        avro.getRightToLeft(),
        avro.getMaxOccupancy(),
        avro.getMeanOccupancy(),
        avro.getDistinctTracks(),
        CountWindow.ClosedBy.valueOf(avro.getClosedBy().name()),
        avro.getRulesVersion());
  }

  @Override
  public void writeHeaders(Headers headers, CountWindow window) {
    CloudEventHeaders.writeDerived(
        headers,
        new CloudEvent(
            window.windowId(),
            CloudEvent.cameraSource(window.cameraId(), "/counts"),
            "io.paastreams.count.v1",
            window.endTime()));
  }

  @Override
  public int sizeHint(CountWindow window) {
    return 256;
  }
}
