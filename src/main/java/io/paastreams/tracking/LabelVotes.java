package io.paastreams.tracking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The labels that the detector gave an object, weighted by the score and fading with time.
 *
 * @param votes the votes by class id, each class once
 */
public record LabelVotes(List<Vote> votes) {

  /**
   * The votes for one class.
   *
   * @param weight the weight, above 0
   */
  public record Vote(int classId, double weight) {}

  public LabelVotes {
    votes = List.copyOf(votes);
  }

  static LabelVotes of(int classId, double score) {
    return new LabelVotes(List.of(new Vote(classId, score)));
  }

  /**
   * The votes with one more added.
   *
   * @param fading the factor applied to the votes so far
   */
  LabelVotes with(int classId, double score, double fading) {
    List<Vote> next = new ArrayList<>();
    double weight = score;
    for (Vote vote : votes) {
      if (vote.classId() == classId) {
        weight += vote.weight() * fading;
      } else {
        next.add(new Vote(vote.classId(), vote.weight() * fading));
      }
    }
    next.add(new Vote(classId, weight));
    next.sort(Comparator.comparingInt(Vote::classId));
    return new LabelVotes(next);
  }

  /** The class with the most votes; among equals, the one with the lowest id. */
  int winner() {
    Vote best = votes.get(0);
    for (Vote vote : votes) {
      best = vote.weight() > best.weight() ? vote : best;
    }
    return best.classId();
  }

  /** The share of a class in the votes, in [0, 1]. */
  double share(int classId) {
    double all = 0;
    double own = 0;
    for (Vote vote : votes) {
      all += vote.weight();
      own += vote.classId() == classId ? vote.weight() : 0;
    }
    return all > 0 ? own / all : 0;
  }
}
