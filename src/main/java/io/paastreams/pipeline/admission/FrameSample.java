package io.paastreams.pipeline.admission;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.UUID;
import org.apache.kafka.common.utils.Utils;

/**
 * Chooses a share of all frames by their ids alone, so that every instance, every restart, every
 * replay and any other program chooses the same. A frame is chosen if the hash with which Kafka's
 * producers choose partitions (murmur2, made positive), computed over the id's 36 characters, is
 * below that share of 2^31. The frames of a smaller share are also in every larger one, so that two
 * shadows of 5 % and 10 % can be compared.
 */
public final class FrameSample {

  private static final double HASHES = 0x1p31;

  private FrameSample() {}

  /**
   * Whether a frame is chosen.
   *
   * @param share from 0 for none to 1 for all
   */
  public static boolean takes(double share, UUID frameId) {
    if (share >= 1) {
      return true;
    }
    int hash = Utils.toPositive(Utils.murmur2(frameId.toString().getBytes(US_ASCII)));
    return hash < share * HASHES;
  }
}
