package io.paastreams.ingest;

/**
 * What became of one camera's frames so far.
 *
 * @param read frames that the source delivered
 * @param limited frames dropped to keep the wanted rate
 * @param unreadable frames dropped because the image was damaged and had to be decoded
 * @param published frames that were given a number and then handed to the publisher or refused by
 *     the image store
 * @param acknowledged published frames known to be on the topic
 * @param failed published frames known not to be on the topic; the remaining ones are still in
 *     flight
 */
public record IngestCounts(
    long read, long limited, long unreadable, long published, long acknowledged, long failed) {

  /** The number of published frames whose outcome is not yet known. */
  public long inFlight() {
    return published - acknowledged - failed;
  }
}
