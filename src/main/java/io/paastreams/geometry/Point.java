package io.paastreams.geometry;

/** A point of the plane, x to the right and y down, in the unit that its user defines. */
public record Point(double x, double y) {}
