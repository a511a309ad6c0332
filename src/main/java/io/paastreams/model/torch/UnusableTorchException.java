package io.paastreams.model.torch;

/** The PyTorch that a user asked for cannot be loaded into this process. */
public final class UnusableTorchException extends IllegalArgumentException {

  private final String fault;
  private final String remedy;

  UnusableTorchException(String fault, String remedy) {
    super(fault + "; " + remedy);
    this.fault = fault;
    this.remedy = remedy;
  }

  /** What is wrong. */
  public String fault() {
    return fault;
  }

  /** The command or setting that fixes it. */
  public String remedy() {
    return remedy;
  }
}
