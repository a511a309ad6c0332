package io.paastreams.event;

/**
 * How a registry's subject stands to our schema.
 *
 * @param subject its name
 * @param kind what was found
 * @param detail more about it, for people
 */
public record SubjectState(String subject, Kind kind, String detail) {

  /** What was found. */
  public enum Kind {
    /** Our schema is there. */
    REGISTERED,
    /** It is not, but the subject would take it, and we may register it. */
    TO_BE_REGISTERED,
    /** It is not, and we may not register it. */
    NOT_REGISTERED,
    /** The subject would refuse it, or holds records that we cannot read. */
    INCOMPATIBLE,
    /** A Serde class of the user's asks the registry itself. */
    NOT_OURS
  }
}
