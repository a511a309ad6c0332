package io.paastreams.fuzz;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One reader of untrusted bytes, and what it may do with them.
 *
 * @param name for messages and file names
 * @param seeds valid inputs, from which others are made
 * @param words pieces that mean something in the format, to be written over an input
 * @param reader reads an input, or throws a refusal
 * @param refusals the only exceptions that it may throw
 * @param naming what the message of every refusal must contain
 * @param repair corrects checksums and the like, so that a change gets past their checks
 * @param baseBytes heap bytes that any input may allocate
 * @param bytesPerByte further heap bytes that it may allocate for each byte of the input
 * @param mostMessage characters of a refusal's message
 */
record Target(
    String name,
    List<byte[]> seeds,
    List<byte[]> words,
    Reader reader,
    List<Class<? extends Exception>> refusals,
    Pattern naming,
    UnaryOperator<byte[]> repair,
    long baseBytes,
    long bytesPerByte,
    int mostMessage) {

  /** What is tested. */
  @FunctionalInterface
  interface Reader {
    void read(byte[] input) throws Exception;
  }

  /** Heap bytes that reading {@code inputBytes} may allocate. */
  long allowance(int inputBytes) {
    return baseBytes + bytesPerByte * inputBytes;
  }

  @Override
  public String toString() {
    return name;
  }
}
