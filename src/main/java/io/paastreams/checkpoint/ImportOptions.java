package io.paastreams.checkpoint;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Values that a checkpoint does not contain and that the caller gives to the importer; absent
 * values are derived.
 *
 * @param weights the key of the dict of weights to take; otherwise {@code state_dict} and the like
 * @param prefix the prefix of the names of the detector to take if there are several
 * @param name the name of the model; otherwise the file's name
 * @param groups the groups of the head's group normalisation, which leave no trace in the tensors
 * @param scale the scale of the input; otherwise that of the checkpoint's configuration, or the
 *     reference's 1333x800
 */
public record ImportOptions(
    Optional<String> weights,
    Optional<String> prefix,
    Optional<String> name,
    OptionalInt groups,
    Optional<InputScale> scale) {

  /**
   * The limits of the resized image in pixels.
   *
   * @param longSide the limit of the long side, at least {@code shortSide}
   */
  public record InputScale(int longSide, int shortSide) {}

  /** Options with which everything is derived. */
  public static ImportOptions derived() {
    return new ImportOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }

  public ImportOptions withWeights(String given) {
    return new ImportOptions(Optional.of(given), prefix, name, groups, scale);
  }

  public ImportOptions withPrefix(String given) {
    return new ImportOptions(weights, Optional.of(given), name, groups, scale);
  }

  public ImportOptions withName(String given) {
    return new ImportOptions(weights, prefix, Optional.of(given), groups, scale);
  }

  public ImportOptions withGroups(int given) {
    return new ImportOptions(weights, prefix, name, OptionalInt.of(given), scale);
  }

  /** A copy with these two limits, given in either order. */
  public ImportOptions withScale(int oneSide, int otherSide) {
    InputScale given = new InputScale(Math.max(oneSide, otherSide), Math.min(oneSide, otherSide));
    return new ImportOptions(weights, prefix, name, groups, Optional.of(given));
  }
}
