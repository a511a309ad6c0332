package io.paastreams.pipeline.faults;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.analytics.AnalyticsListener;
import io.paastreams.event.Topics;
import io.paastreams.streams.ApplicationState;

/** One instance of the pipeline with analytics beside it, as {@code run --analytics} starts it. */
final class BothMain {

  private BothMain() {}

  public static void main(String[] args) throws InterruptedException {
    InstanceSettings settings = InstanceSettings.ofArguments(args);
    InstanceMain.run(settings, topics -> analytics(settings, topics));
  }

  /** If analytics cannot continue, the process ends, and its supervisor restarts it. */
  private static AutoCloseable analytics(InstanceSettings settings, Topics topics) {
    AnalyticsApplication application =
        new AnalyticsApplication(
            settings.analytics(),
            topics,
            new AnalyticsListener() {
              @Override
              public void stateChanged(ApplicationState state) {
                if (state == ApplicationState.FAILED) {
                  System.out.println("analytics failed");
                  Runtime.getRuntime().halt(InstanceMain.FAILED);
                }
              }
            });
    application.start();
    return application;
  }
}
