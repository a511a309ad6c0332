package io.paastreams.checkpoint;

/**
 * Why a checkpoint is refused, on its way from where it was noticed to where the file's name is
 * known; there it becomes a {@link CheckpointException}.
 */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  static final String FETCH_AGAIN =
      "Copy or download the file again and compare its SHA-256 with the publisher's";

  static final String SAVE_AGAIN =
      "Load it with the PyTorch that made it, if you trust it, and save the tensors alone:"
          + " torch.save({'state_dict': checkpoint['state_dict']}, 'weights.pth')";

  /** Findings quote the file, which may say anything at any length. */
  private static final int MAX_LENGTH = 1500;

  private final String remedy;

  /**
   * @param finding continues a sentence that starts with the file's name
   */
  Refusal(String finding, String remedy) {
    super(Names.printable(finding, MAX_LENGTH));
    this.remedy = remedy;
  }

  /** The file breaks its own format. */
  static Refusal damaged(String finding) {
    return new Refusal("is damaged: " + finding, FETCH_AGAIN);
  }

  /** The file is sound, but holds what is not read. */
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
