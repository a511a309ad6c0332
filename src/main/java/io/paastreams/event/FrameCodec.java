package io.paastreams.event;

import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.event.avro.v1.FrameEncoding;
import io.paastreams.event.avro.v1.FrameEvent;
import io.paastreams.geometry.Size;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** Converts {@link Frame} to and from FrameEvent. */
final class FrameCodec implements RecordCodec<Frame, FrameEvent> {

  /** The space for everything except the image, including a claim check's address. */
  private static final int FIELD_BYTES = 512;

  @Override
  public Class<FrameEvent> recordClass() {
    return FrameEvent.class;
  }

  @Override
  public Schema schema() {
    return FrameEvent.getClassSchema();
  }

  @Override
  public FrameEvent toAvro(Frame frame) {
    FrameEvent event = new FrameEvent();
    event.setFrameId(frame.frameId());
    event.setCameraId(frame.cameraId());
    event.setSessionId(frame.sessionId());
    event.setSequence(frame.sequence());
    event.setCaptureTime(frame.captureTime());
    event.setIngestTime(frame.ingestTime());
    FramePayload payload = frame.payload();
    event.setPayload(payload.bytes());
    if (payload instanceof Encoded encoded) {
      event.setEncoding(FrameEncoding.valueOf(encoded.encoding().name()));
    } else if (payload instanceof Raw raw) {
      event.setEncoding(FrameEncoding.valueOf(raw.format().name()));
      event.setWidth(raw.size().width());
      event.setHeight(raw.size().height());
    } else if (payload instanceof ClaimCheck claim) {
      event.setEncoding(encodingOf(claim.contentType()));
      event.setClaimCheck(
          new io.paastreams.event.avro.v1.ClaimCheck(
              claim.uri(), claim.sizeBytes(), claim.sha256(), claim.contentType()));
    }
    return event;
  }

  @Override
  public Frame toDomain(FrameEvent event) {
    return new Frame(
        event.getFrameId(),
        event.getCameraId(),
        event.getSessionId(),
        event.getSequence(),
        event.getCaptureTime(),
        event.getIngestTime(),
        payload(event));
  }

  @Override
  public void writeHeaders(Headers headers, Frame frame) {
    CloudEventHeaders.write(
        headers,
        new CloudEvent(
            frame.frameId(),
            CloudEvent.cameraSource(frame.cameraId(), ""),
            "io.paastreams.frame.v1",
            frame.captureTime()));
    CloudEventHeaders.startTrace(headers, frame.frameId());
  }

  @Override
  public int sizeHint(Frame frame) {
    return frame.payload().bytes().remaining() + FIELD_BYTES;
  }

  private static FramePayload payload(FrameEvent event) {
    io.paastreams.event.avro.v1.ClaimCheck claim = event.getClaimCheck();
    ByteBuffer bytes = event.getPayload();
    requireOneImage(claim != null, bytes.remaining());
    if (claim != null) {
      return new ClaimCheck(
          claim.getUri(), claim.getSizeBytes(), claim.getSha256(), claim.getContentType());
    }
    FrameEncoding encoding = event.getEncoding();
    return switch (encoding) {
      case JPEG, PNG -> new Encoded(Encoding.valueOf(encoding.name()), bytes);
      case RGB8, BGR8, GRAY8 ->
          new Raw(PixelFormat.valueOf(encoding.name()), requireSize(event), bytes);
      case UNKNOWN ->
          throw new IllegalArgumentException(
              "its encoding is one that this version does not know: upgrade the reader");
    };
  }

  /**
   * Refuses two images, because choosing one would be a guess and the other would be lost silently.
   */
  private static void requireOneImage(boolean hasClaim, int payloadBytes) {
    if (hasClaim && payloadBytes > 0) {
      throw new UnusableRecordException(
          DeadLetterReason.PICTURE_AMBIGUOUS,
          "the frame event carries %d bytes of payload and a claim check: exactly one is expected"
              .formatted(payloadBytes));
    }
    if (!hasClaim && payloadBytes == 0) {
      throw new UnusableRecordException(
          DeadLetterReason.PICTURE_EMPTY,
          "the frame event carries neither payload nor claim check: exactly one is expected");
    }
  }

  private static Size requireSize(FrameEvent event) {
    Integer width = event.getWidth();
    Integer height = event.getHeight();
    if (width == null || height == null) {
      throw new IllegalArgumentException(
          "raw " + event.getEncoding() + " pixels need width and height");
    }
    return new Size(width, height);
  }

  private static FrameEncoding encodingOf(String contentType) {
    return switch (contentType) {
      case "image/jpeg" -> FrameEncoding.JPEG;
      case "image/png" -> FrameEncoding.PNG;
      default -> FrameEncoding.UNKNOWN;
    };
  }
}
