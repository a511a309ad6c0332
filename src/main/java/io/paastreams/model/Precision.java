package io.paastreams.model;

import ai.djl.ndarray.types.DataType;

/** The floating type that the network computes in. */
public enum Precision {
  /** The reference's precision. */
  FLOAT32(DataType.FLOAT32),
  /** For CPUs with bfloat16 instructions, and GPUs. */
  BFLOAT16(DataType.BFLOAT16),
  /** For GPUs. */
  FLOAT16(DataType.FLOAT16);

  private final DataType dataType;

  Precision(DataType dataType) {
    this.dataType = dataType;
  }

  DataType dataType() {
    return dataType;
  }
}
