package io.paastreams.streams;

import java.time.Duration;

/**
 * A snapshot of an application's condition.
 *
 * @param state where it is in its life cycle
 * @param partitions the number of partitions that this instance reads now; 0 is normal where there
 *     are more instances than partitions
 * @param sinceHeartbeat the time since the member that has been silent the longest last reached the
 *     group's coordinator; a client falls silent when no broker answers. {@link #NEVER} before the
 *     first time
 */
public record ApplicationHealth(ApplicationState state, int partitions, Duration sinceHeartbeat) {

  /** Longer than any outage. */
  public static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** Five heartbeats of three seconds, the default of clients, and a third of a session. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  /** Whether the group's coordinator has answered recently. */
  public boolean brokersAnswer() {
    return sinceHeartbeat.compareTo(LONGEST_SILENCE) < 0;
  }

  /** Whether it has joined its group and no rebalance is under way. */
  public boolean isAssigned() {
    return state == ApplicationState.RUNNING;
  }
}
