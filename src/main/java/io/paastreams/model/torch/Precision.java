package io.paastreams.model.torch;

import ai.djl.ndarray.types.DataType;

/** The number format in which the network computes. */
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
  /** The fastest of them on this machine that is as accurate as float32. */
  AUTO(DataType.FLOAT32);

  private final DataType dataType;

  Precision(DataType dataType) {
    this.dataType = dataType;
  }

  /** The type of the floating-point values. */
  public DataType dataType() {
    return dataType;
  }
}
