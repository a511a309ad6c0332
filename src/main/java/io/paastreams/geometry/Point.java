package io.paastreams.geometry;

/** A point of the plane, x to the right and y down, in whatever unit its user says. */
public record Point(double x, double y) {}
