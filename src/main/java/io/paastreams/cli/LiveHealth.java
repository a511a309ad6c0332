package io.paastreams.cli;

import io.paastreams.live.LiveFigures;
import io.paastreams.live.LiveServer;
import io.paastreams.metrics.Health;
import io.paastreams.metrics.HealthCheck;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of {@code live}: live while it answers, ready while it can show new records.
 *
 * <p>Threading: safe.
 */
final class LiveHealth implements Health {

  private final Map<String, String> info;
  private volatile @Nullable LiveServer page;

  LiveHealth(Map<String, String> info) {
    this.info = Map.copyOf(info);
  }

  void watch(LiveServer page) {
    this.page = page;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public List<HealthCheck> readiness() {
    LiveServer known = page;
    if (known == null) {
      return List.of(new HealthCheck("page", false, "is being started"));
    }
    LiveFigures figures = known.figures();
    return List.of(
        new HealthCheck("page", true, "answers"),
        new HealthCheck(
            "brokers",
            figures.brokersAnswer(),
            figures.brokersAnswer() ? "answer" : "did not answer the last request"),
        new HealthCheck(
            "registry",
            figures.registryAnswers(),
            figures.registryAnswers() ? "says how to read the records" : "does not answer"));
  }

  @Override
  public Map<String, String> info() {
    return info;
  }
}
