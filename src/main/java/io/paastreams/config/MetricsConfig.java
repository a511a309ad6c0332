package io.paastreams.config;

/**
 * Where {@code /metrics} and {@code /health} listen.
 *
 * @param host address of the interface
 * @param port 0 for a free one
 */
public record MetricsConfig(String host, int port) {}
