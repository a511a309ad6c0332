package io.paastreams.evaluation;

/** What a detection is to somebody who looks at the picture. */
enum Verdict {
  /** The best box of its class on an object of it. */
  RIGHT,

  /** The best box on an object that has none of its own class. */
  WRONG_CLASS,

  /** One more on an object that has a better one. */
  FURTHER,

  /** On no object. */
  ELSEWHERE,

  /** In a crowd, of which nobody counted the members. */
  IGNORED
}
