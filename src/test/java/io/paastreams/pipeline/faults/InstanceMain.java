package io.paastreams.pipeline.faults;

import io.paastreams.event.EventSerdes;
import io.paastreams.event.Topics;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.PixelFrames;
import io.paastreams.streams.ApplicationState;

/**
 * One instance of the pipeline, started as the {@code run} command starts it. {@link Order}s make
 * it fail from within.
 */
final class InstanceMain {

  static final int FAILED = 3;

  private InstanceMain() {}

  /** The faults that an instance can be asked for; a line has the name, then numbers. */
  enum Order {
    /** Milliseconds per batch, batches. */
    SLOW,
    /** Milliseconds. */
    HANG,
    /** Batches. */
    FAIL,
    /** Batches. */
    OUT_OF_MEMORY,
    /** Seconds that the clock is wrong by, readings. */
    CLOCK;

    String line(long... numbers) {
      StringBuilder line = new StringBuilder(name());
      for (long number : numbers) {
        line.append(' ').append(number);
      }
      return line.toString();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    run(InstanceSettings.ofArguments(args), InstanceMain::nothingElse);
  }

  /** What runs beside the pipeline in the same JVM. */
  interface Companion {

    /** Starts it. */
    AutoCloseable start(Topics topics);
  }

  private static AutoCloseable nothingElse(Topics topics) {
    return () -> {};
  }

  static void run(InstanceSettings settings, Companion companion) throws InterruptedException {
    FaultyDetector detector = new FaultyDetector();
    WrongClock clock = new WrongClock();
    int status = FAILED;
    try (EventSerdes serdes = settings.serdes()) {
      serdes.prepare(settings.names());
      Topics topics = Topics.of(settings.names(), serdes);
      DetectionPipeline pipeline =
          DetectionPipeline.builder(settings.config(), topics, detector, PixelFrames.PREPROCESSOR)
              .clock(clock)
              .build();
      ParentPipe.listen(
          line -> obey(line, detector, clock),
          () -> {
            ParentPipe.haltAfter(Instance.END_PATIENCE.toMillis());
            pipeline.close();
          });
      try (AutoCloseable other = companion.start(topics)) {
        pipeline.start();
        System.out.println("instance runs with " + other);
        status = pipeline.awaitEnd() == ApplicationState.FAILED ? FAILED : 0;
      }
      pipeline.failure().ifPresent(Throwable::printStackTrace);
      pipeline.close();
      awaitStopped(pipeline);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      e.printStackTrace();
    }
    System.out.println("instance ends with status " + status);
    System.exit(status);
  }

  private static void awaitStopped(DetectionPipeline pipeline) throws InterruptedException {
    while (pipeline.state() != ApplicationState.STOPPED) {
      Thread.sleep(20); // the other thread closes it
    }
  }

  private static void obey(String line, FaultyDetector detector, WrongClock clock) {
    String[] words = line.split(" ");
    long first = Long.parseLong(words[1]);
    switch (Order.valueOf(words[0])) {
      case SLOW -> detector.beSlow(first, Integer.parseInt(words[2]));
      case HANG -> detector.hang(first);
      case FAIL -> detector.fail((int) first);
      case OUT_OF_MEMORY -> detector.runOutOfMemory((int) first);
      case CLOCK -> clock.jump(first, Long.parseLong(words[2]));
    }
  }
}
