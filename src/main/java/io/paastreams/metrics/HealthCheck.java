package io.paastreams.metrics;

/**
 * One thing that has to be well.
 *
 * @param name for machines, such as {@code brokers}
 * @param detail for people
 */
public record HealthCheck(String name, boolean up, String detail) {}
