package io.paastreams.live;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What is known, in the forms in which browsers, scripts and metrics ask for it.
 *
 * <p>Threading: safe.
 */
final class LiveReports {

  private final InstantSource clock;
  private final Known known;
  private final DependencyHealth health;
  private final Viewers viewers;
  private final Supplier<ClusterWatch.Report> cluster;
  private final Supplier<MetricsScrape.Report> metrics;

  LiveReports(
      InstantSource clock,
      Known known,
      DependencyHealth health,
      Viewers viewers,
      Supplier<ClusterWatch.Report> cluster,
      Supplier<MetricsScrape.Report> metrics) {
    this.clock = clock;
    this.known = known;
    this.health = health;
    this.viewers = viewers;
    this.cluster = cluster;
    this.metrics = metrics;
  }

  /** The status as it is sent every second; completes a point of the load. */
  Status nextStatus() {
    LoadHistory.Point point = known.machine.tick(cluster.get(), metrics.get());
    return new Status(
        "status",
        clock.millis(),
        health.report(),
        known.cameras.reports(),
        point,
        known.alerts.unnoted(),
        known.versions());
  }

  LiveFigures figures() {
    DependencyHealth.Report report = health.report();
    Map<String, Long> byState = new TreeMap<>();
    for (CameraActivity.State each : CameraActivity.State.values()) {
      byState.put(each.name().toLowerCase(Locale.ROOT), 0L);
    }
    known
        .cameras
        .reports()
        .forEach(
            each -> byState.merge(each.state().name().toLowerCase(Locale.ROOT), 1L, Long::sum));
    return new LiveFigures(
        health.brokersAnswer(),
        report.registry() == null,
        viewers.count(),
        viewers.sentFrames(),
        viewers.sentBytes(),
        viewers.droppedFrames(),
        report.unreadable(),
        byState);
  }

  MachineReport machine() {
    return new MachineReport(
        known.machine.points(),
        known.machine.reasons(),
        cluster.get(),
        metrics.get(),
        viewers.count());
  }

  /**
   * What every browser receives each second.
   *
   * @param now milliseconds since the epoch by the server's clock, from which ages are computed
   * @param alerts the number of open alerts that nobody has acknowledged
   * @param versions per kind of item, a number that changes when there is something new
   */
  record Status(
      String type,
      long now,
      DependencyHealth.Report health,
      List<CameraReport> cameras,
      LoadHistory.Point point,
      long alerts,
      Map<String, Long> versions) {}

  /** What the load view shows. */
  record MachineReport(
      List<LoadHistory.Point> points,
      LoadHistory.Reasons reasons,
      ClusterWatch.Report cluster,
      MetricsScrape.Report metrics,
      int viewers) {}
}
