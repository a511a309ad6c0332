package io.paastreams.event;

/** The position of a frame event: the lineage of every record derived from it. */
public record SourceOffset(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
