package io.paastreams.streams;

import java.util.Set;

/**
 * Life cycle of a {@link StreamsApplication}.
 *
 * <pre>
 *   NEW ---> STARTING ---> RUNNING <---> REBALANCING
 *    |          |             |               |
 *    |          +------+------+-------+-------+
 *    |                 |              |
 *    |                 v              v
 *    |             STOPPING  <----  FAILED
 *    |                 |
 *    |                 v
 *    +------------> STOPPED
 * </pre>
 */
public enum ApplicationState {
  /** Not started. */
  NEW,
  /** Checks the topics and joins the group. */
  STARTING,
  /** Reads records. */
  RUNNING,
  /** Partitions are being moved between instances; goes on by itself. */
  REBALANCING,
  /** Stopped by itself, for a reason that a restart of its threads did not cure. */
  FAILED,
  /** Finishes what is in flight. */
  STOPPING,
  /** Over. */
  STOPPED;

  private Set<ApplicationState> next() {
    return switch (this) {
      case NEW -> Set.of(STARTING, STOPPED);
      case STARTING -> Set.of(RUNNING, REBALANCING, FAILED, STOPPING);
      case RUNNING -> Set.of(REBALANCING, FAILED, STOPPING);
      case REBALANCING -> Set.of(RUNNING, FAILED, STOPPING);
      case FAILED -> Set.of(STOPPING);
      case STOPPING -> Set.of(STOPPED);
      case STOPPED -> Set.of();
    };
  }

  /** Whether this state may follow directly. */
  boolean leadsTo(ApplicationState other) {
    return next().contains(other);
  }

  /** Whether records are being read, or will be without anybody's doing. */
  public boolean isHealthy() {
    return this == STARTING || this == RUNNING || this == REBALANCING;
  }

  /** Whether it ended, by itself or not. */
  public boolean isOver() {
    return this == FAILED || this == STOPPED;
  }
}
