package io.paastreams.event;

import java.time.Instant;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** The fields of {@link Lineage}, which have the same names in every schema that has them. */
final class LineageFields {

  private final int frameId;
  private final int cameraId;
  private final int sessionId;
  private final int sequence;
  private final int sourceTopic;
  private final int sourcePartition;
  private final int sourceOffset;
  private final int captureTime;
  private final int ingestTime;

  /** The fields of a schema, which must have them all. */
  LineageFields(Schema schema) {
    frameId = schema.getField("frameId").pos();
    cameraId = schema.getField("cameraId").pos();
    sessionId = schema.getField("sessionId").pos();
    sequence = schema.getField("sequence").pos();
    sourceTopic = schema.getField("sourceTopic").pos();
    sourcePartition = schema.getField("sourcePartition").pos();
    sourceOffset = schema.getField("sourceOffset").pos();
    captureTime = schema.getField("captureTime").pos();
    ingestTime = schema.getField("ingestTime").pos();
  }

  void write(IndexedRecord avro, Lineage lineage) {
    avro.put(frameId, lineage.frameId());
    avro.put(cameraId, lineage.cameraId());
    avro.put(sessionId, lineage.sessionId());
    avro.put(sequence, lineage.sequence());
    avro.put(sourceTopic, lineage.source().topic());
    avro.put(sourcePartition, lineage.source().partition());
    avro.put(sourceOffset, lineage.source().offset());
    avro.put(captureTime, lineage.captureTime());
    avro.put(ingestTime, lineage.ingestTime());
  }

  Lineage read(IndexedRecord avro) {
    return new Lineage(
        (UUID) avro.get(frameId),
        (String) avro.get(cameraId),
        (@Nullable UUID) avro.get(sessionId),
        (long) avro.get(sequence),
        new SourceOffset(
            (String) avro.get(sourceTopic),
            (int) avro.get(sourcePartition),
            (long) avro.get(sourceOffset)),
        (Instant) avro.get(captureTime),
        (Instant) avro.get(ingestTime));
  }
}
