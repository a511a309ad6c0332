package io.paastreams.assignment;

/**
 * A row and a column that may be paired.
 *
 * @param gain what pairing them adds to the total; a pair whose gain is not above 0 is never made
 */
public record Pair(int row, int column, double gain) {}
