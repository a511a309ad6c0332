package io.paastreams.analytics;

import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.rules.Rules;
import io.paastreams.streams.RecordLimits;
import io.paastreams.streams.StreamsApplication;
import io.paastreams.tracking.TrackerConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * Analytics as a workload: holds the rules that its tasks share and the follower that keeps them up
 * to date.
 *
 * <p>Threading: prepared by the thread that starts the application, closed by any.
 */
final class AnalyticsWorkload implements StreamsApplication.Workload {

  private final AnalyticsConfig config;
  private final Topics topics;
  private final AnalyticsListener listener;
  private final InstantSource clock;
  private volatile @Nullable RulesFollower follower;

  AnalyticsWorkload(
      AnalyticsConfig config, Topics topics, AnalyticsListener listener, InstantSource clock) {
    this.config = config;
    this.topics = topics;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public Topology prepare(RecordLimits limits) {
    RulesInForce rules = new RulesInForce(Rules.NONE, listener);
    RulesFollower follower =
        RulesFollower.connect(config.settings(), topics.of(TopicKind.RULES), rules);
    this.follower = follower;
    follower.readToEnd(config.startTimeout());
    follower.start();
    return AnalyticsTopology.of(
        new AnalyticsServices(
            topics,
            limits,
            new CameraAnalytics(config.limits(), TrackerConfig.defaults()),
            config.limits(),
            rules,
            new Arrivals(),
            config.guarantee(),
            listener,
            clock));
  }

  @Override
  public String clientId() {
    return config.applicationId() + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  @Override
  public void expired(long records) {
    listener.recordsExpired(records);
  }

  @Override
  public void close(Duration timeout) {
    RulesFollower follower = this.follower;
    if (follower != null) {
      follower.close();
    }
  }
}
