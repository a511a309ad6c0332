package io.paastreams.event;

/**
 * How a registry's subject relates to our schema.
 *
 * @param subject the name of the subject
 * @param kind what was found
 * @param detail more about it, for people
 */
public record SubjectState(String subject, Kind kind, String detail) {

  /** What was found. */
  public enum Kind {
    /** Our schema is registered. */
    REGISTERED,
    /** It is not registered, but the subject would accept it and we may register it. */
    TO_BE_REGISTERED,
    /** It is not registered, and we may not register it. */
    NOT_REGISTERED,
    /** The subject would refuse it, or its records cannot be read by us. */
    INCOMPATIBLE,
    /** A Serde class of the user asks the registry itself. */
    NOT_OURS
  }
}
