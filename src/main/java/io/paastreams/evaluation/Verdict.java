package io.paastreams.evaluation;

/** What a detection means to a person who looks at the image. */
enum Verdict {
  /** The best box of its class on an object of that class. */
  RIGHT,

  /** The best box on an object that has none of its own class. */
  WRONG_CLASS,

  /** A further box on an object that has a better one. */
  FURTHER,

  /** A box on no object. */
  ELSEWHERE,

  /** A box in a crowd, whose members are not annotated individually. */
  IGNORED
}
