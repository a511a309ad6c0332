package io.paastreams.ingest;

/**
 * What became of one camera's frames so far.
 *
 * @param read frames that the source gave
 * @param limited dropped to keep the wanted rate
 * @param unreadable dropped because the picture was damaged and had to be decoded
 * @param published given a number, and handed to the publisher or refused by the image store
 * @param acknowledged of these, known to be on the topic
 * @param failed of these, known not to be; the others are still on their way
 */
public record IngestCounts(
    long read, long limited, long unreadable, long published, long acknowledged, long failed) {

  /** Published frames of which nothing is known yet. */
  public long inFlight() {
    return published - acknowledged - failed;
  }
}
