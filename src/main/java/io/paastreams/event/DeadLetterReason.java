package io.paastreams.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a frame became a dead letter: the values of the header {@link DeadLetter#REASON}. A test
 * compares the table in the documentation with this list.
 */
public enum DeadLetterReason {
  NO_VALUE("The record has no value.", "Correct the producer: a frame event is expected."),
  UNREADABLE_RECORD(
      "The bytes are not a frame event: another wire format, a schema id that the registry"
          + " does not know, damaged or contradictory data.",
      "Correct the producer; if the registry has lost the schema, register it again and replay."),
  SCHEMA_REFUSED(
      "The registry refuses to return the schema of this record (403, 500), but returns ours.",
      "Allow it or repair it in the registry, then replay."),
  INCOMPATIBLE_SCHEMA(
      "The writer's schema is known, but a field has a different meaning or is missing.",
      "Give the field the type and logicalType that the message names."),
  FRAME_TOO_LARGE(
      "The record is larger than pipeline.maxFrameBytes.",
      "Raise it, send smaller images or use claim checks."),
  PICTURE_AMBIGUOUS(
      "The event carries an image in payload and a claim check.",
      "Correct the producer: exactly one of them is expected."),
  PICTURE_EMPTY(
      "The event carries neither an image nor a claim check, or the image has no bytes.",
      "Correct the producer: exactly one of them is expected."),
  PICTURE_UNKNOWN_FORMAT("The image is neither JPEG nor PNG.", "Send JPEG, PNG or raw pixels."),
  PICTURE_TRUNCATED("The image file ends too early.", "Look at the camera or its network."),
  PICTURE_CORRUPT("The image file is damaged.", "Look at the camera or its network."),
  PICTURE_TOO_LARGE("The image has more pixels than are allowed.", "Send smaller images."),
  PICTURE_UNSUPPORTED(
      "The image file is valid but of an unsupported kind, such as CMYK JPEG.",
      "Change the encoder's settings."),
  PICTURE_SIZE_MISMATCH(
      "The number of raw pixels does not match width and height.",
      "Correct the producer: rows must have no padding."),
  CLAIM_CHECK_NOT_ALLOWED(
      "The claim check points to a place that is not allowed; whether anything exists there"
          + " was not checked.",
      "Add the place to claimChecks.fileRoots, .origins or .s3Buckets if it may be read, then"
          + " replay."),
  CLAIM_CHECK_WRONG_SIZE(
      "The object is larger than allowed, or its size is not the declared one.",
      "Write the object once, before its event; raise claimChecks.maxBytes."),
  CLAIM_CHECK_WRONG_HASH(
      "The object's SHA-256 is not the declared one.", "Write the object once, before its event."),
  CLAIM_CHECK_NOT_FOUND(
      "The object does not exist in the allowed place, or may not be read.",
      "Keep objects as long as the topic keeps events; check permissions, then replay."),
  CLAIM_CHECK_UNAVAILABLE(
      "The store did not answer within claimChecks.timeout.",
      "Replay when it is back; raise the timeout."),
  PREPARATION_FAILED(
      "Something unexpected happened while the image was decoded or resized.",
      "Report it together with the dead letter's stack trace."),
  MODEL_FAILED(
      "The detector failed on this frame alone.", "Look at the stack trace; replay after a fix."),
  RESULT_TOO_LARGE(
      "The result is larger than its topic accepts.",
      "Raise the topic's max.message.bytes, then replay."),
  UNWRITABLE_RESULT(
      "The result could not be written as a record.",
      "Look at the stack trace: the cause is usually a Serde class of your own."),
  UNUSABLE_DETECTIONS(
      "Boxes or scores of a detection record are not numbers, or processing it failed.",
      "Correct the producer of the detection records; report it with the stack trace if it is ours."),
  UNREADABLE_STATE(
      "The stored state of a camera cannot be read, for example after a downgrade; the dead"
          + " letter contains it, and the camera starts afresh.",
      "Nothing, or go back to the version that wrote it.");

  private final String meaning;
  private final String remedy;

  DeadLetterReason(String meaning, String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The value in the header, such as {@code model-failed}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String meaning() {
    return meaning;
  }

  public String remedy() {
    return remedy;
  }

  /** The reason with this {@link #id}. */
  public static Optional<DeadLetterReason> of(String id) {
    return Arrays.stream(values()).filter(reason -> reason.id().equals(id)).findFirst();
  }
}
