package io.paastreams.streams;

import java.util.Set;

/**
 * The life cycle of a {@link StreamsApplication}.
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
  /** Checking the topics and joining the group. */
  STARTING,
  /** Reading records. */
  RUNNING,
  /** Partitions are being moved between instances; continues by itself. */
  REBALANCING,
  /** Stopped by itself, for a reason that restarting its threads did not remove. */
  FAILED,
  /** Finishing work in flight. */
  STOPPING,
  /** Finished. */
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

  /** Whether the other state may follow directly. */
  boolean leadsTo(ApplicationState other) {
    return next().contains(other);
  }

  /** Whether records are being read, or will be without intervention. */
  public boolean isHealthy() {
    return this == STARTING || this == RUNNING || this == REBALANCING;
  }

  /** Whether it ended, by itself or not. */
  public boolean isOver() {
    return this == FAILED || this == STOPPED;
  }
}
