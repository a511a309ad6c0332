package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Conversions between the floating-point types.
 *
 * <p>DJL's own {@code toType} ends the process when asked for bfloat16.
 */
public final class Casts {

  private static final ScriptFunction TO_BFLOAT16 = ScriptFunction.of("torch.to(x, 15)", 1);
  private static final ScriptFunction TO_FLOAT16 = ScriptFunction.of("torch.to(x, 5)", 1);
  private static final ScriptFunction TO_FLOAT32 = ScriptFunction.of("torch.to(x, 6)", 1);

  private Casts() {}

  /** {@code x} as float32, bfloat16 or float16, in {@code x}'s manager and memory layout. */
  public static NDArray to(DataType type, NDArray x) {
    return switch (type) {
      case FLOAT32 -> TO_FLOAT32.apply(x);
      case BFLOAT16 -> TO_BFLOAT16.apply(x);
      case FLOAT16 -> TO_FLOAT16.apply(x);
      default -> throw notOurs(type);
    };
  }

  /** Writes the cast into a script; a cast that is not needed copies nothing. */
  public static Value write(NetworkScript.Writer script, DataType type, Value x) {
    return switch (type) {
      case FLOAT32 -> script.add("torch.to(%s, 6)", x);
      case BFLOAT16 -> script.add("torch.to(%s, 15)", x);
      case FLOAT16 -> script.add("torch.to(%s, 5)", x);
      default -> throw notOurs(type);
    };
  }

  private static IllegalArgumentException notOurs(DataType type) {
    return new IllegalArgumentException(type + " is not a type of the network");
  }
}
