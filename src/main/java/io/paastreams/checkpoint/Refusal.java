package io.paastreams.checkpoint;

/**
 * Says why a checkpoint is refused. It is thrown where the fault is noticed and becomes a {@link
 * CheckpointException} where the file's name is known.
 */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  static final String FETCH_AGAIN =
      "Copy or download the file again and compare its SHA-256 with the publisher's";

  static final String SAVE_AGAIN =
      "If you trust it, load it with the PyTorch that made it and save only the tensors:"
          + " torch.save({'state_dict': checkpoint['state_dict']}, 'weights.pth')";

  /** The longest finding. Findings quote the file, which may contain anything at any length. */
  private static final int MAX_LENGTH = 1500;

  private final String remedy;

  /**
   * @param finding the continuation of a sentence that starts with the file's name
   */
  Refusal(String finding, String remedy) {
    super(Names.printable(finding, MAX_LENGTH));
    this.remedy = remedy;
  }

  /** The file violates its own format. */
  static Refusal damaged(String finding) {
    return new Refusal("is damaged: " + finding, FETCH_AGAIN);
  }

  /** The file is valid but contains something that is not supported. */
  static Refusal unsupported(String finding) {
    return new Refusal(finding, SAVE_AGAIN);
  }

  String finding() {
    return String.valueOf(getMessage());
  }

  String remedy() {
    return remedy;
  }
}
