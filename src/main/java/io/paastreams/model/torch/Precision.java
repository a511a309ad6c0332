package io.paastreams.model.torch;

import ai.djl.ndarray.types.DataType;

/** The numbers that the network computes in. */
public enum Precision {
  /** The reference's precision. */
  FLOAT32(DataType.FLOAT32),
  /** For CPUs with bfloat16 instructions, and GPUs. */
  BFLOAT16(DataType.BFLOAT16),
  /** For GPUs. */
  FLOAT16(DataType.FLOAT16),
  /**
   * Convolutions of 8-bit integers, the rest in float32. For CPUs with VNNI instructions, and
   * models with activation ranges.
   */
  INT8(DataType.FLOAT32),
  /** Whichever of them is fastest on this machine without finding less. */
  AUTO(DataType.FLOAT32);

  private final DataType dataType;

  Precision(DataType dataType) {
    this.dataType = dataType;
  }

  /** Of what is floating-point. */
  public DataType dataType() {
    return dataType;
  }
}
