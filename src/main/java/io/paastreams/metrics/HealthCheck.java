package io.paastreams.metrics;

/**
 * One condition of being ready.
 *
 * @param name the name for programs, such as {@code brokers}
 * @param detail the explanation for people
 */
public record HealthCheck(String name, boolean up, String detail) {}
