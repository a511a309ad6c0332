package io.paastreams.check;

import io.paastreams.config.MetricsConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks whether {@code /metrics} and {@code /health} can listen at their configured address. */
final class MetricsPortCheck implements Check {

  private final @Nullable MetricsConfig metrics;

  MetricsPortCheck(@Nullable MetricsConfig metrics) {
    this.metrics = metrics;
  }

  @Override
  public String subject() {
    return "metrics.port";
  }

  @Override
  public List<Finding> run() {
    if (metrics == null) {
      return List.of();
    }
    String place = metrics.host() + ":" + metrics.port();
    InetSocketAddress address = new InetSocketAddress(metrics.host(), metrics.port());
    if (address.isUnresolved()) {
      return List.of(
          Finding.fault(
              "metrics.host",
              metrics.host() + " is not known",
              "set an address of this machine, or 0.0.0.0 for all"));
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return List.of(Finding.ok(subject(), place + " is free"));
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      if (reason.contains("ermission")) {
        return List.of(
            Finding.fault(subject(), place + " is privileged", "choose one from 1024 to 65535"));
      }
      return List.of(
          reason.contains("in use")
              ? Finding.fault(
                  subject(),
                  place + " is in use",
                  "choose another metrics.port, or 0 for a free one; an instance that is"
                      + " running here may be using it")
              : Finding.fault(
                  "metrics.host",
                  "cannot listen on " + place + " (" + reason + ")",
                  "set an address of this machine, or 0.0.0.0 for all"));
    }
  }
}
