package io.paastreams.streams;

import java.time.Duration;

/**
 * How an application is at one moment.
 *
 * @param state of its life
 * @param partitions that this instance reads now; none is right where there are more instances than
 *     partitions
 * @param sinceHeartbeat since the member that has been silent for longest last spoke to the group's
 *     coordinator; the client stops speaking when no broker answers. {@link #NEVER} before the
 *     first time
 */
public record ApplicationHealth(ApplicationState state, int partitions, Duration sinceHeartbeat) {

  /** Longer than any outage. */
  public static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** Five heartbeats of three seconds, the default of clients, and a third of a session. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  /** Whether the group's coordinator was heard of lately. */
  public boolean brokersAnswer() {
    return sinceHeartbeat.compareTo(LONGEST_SILENCE) < 0;
  }

  /** Whether it has joined its group, and partitions are not on the move. */
  public boolean isAssigned() {
    return state == ApplicationState.RUNNING;
  }
}
