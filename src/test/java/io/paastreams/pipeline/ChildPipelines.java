package io.paastreams.pipeline;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Pipelines that misbehave, for processes that must end all the same. */
public final class ChildPipelines {

  /** Frames until something happens. */
  private static final int AFTER = 60;

  /** What is wrong with it. */
  public enum Trouble {
    /** Nothing: 10 ms a batch. */
    NONE,
    /** 3 s per batch, not interruptible. */
    SLOW,
    /** The device never returns, whatever happens. */
    HANGING,
    /** The stream thread dies of a permanent failure. */
    STREAM_THREAD,
    /** The stream threads die repeatedly of a failure that may be transient. */
    STREAM_THREADS,
    /** The device's thread dies. */
    BATCHER_THREAD,
    /** A decoder runs out of memory. */
    DECODE_THREAD
  }

  private ChildPipelines() {}

  /**
   * The pipeline that a line of words describes.
   *
   * @param words a scenario's, then the trouble
   */
  public static DetectionPipeline of(String[] words) {
    Scenario scenario = Scenario.ofLine(words);
    Trouble trouble = Trouble.valueOf(words[4]);
    AtomicInteger frames = new AtomicInteger();
    PipelineConfig config =
        scenario
            .config()
            .with(PipelineConfig.DRAIN_TIMEOUT, Duration.ofSeconds(60))
            .with(PipelineConfig.MAX_REPLACEMENTS, 2)
            .with(DeviceLimits.STUCK_AFTER, Duration.ofSeconds(2))
            .with(DeviceLimits.STOP_AFTER, Duration.ofSeconds(6))
            .build();
    return DetectionPipeline.builder(
            config, scenario.topics(), detector(trouble), PixelFrames.PREPROCESSOR)
        .listener(listener(trouble, frames))
        .clock(
            () -> {
              if (trouble == Trouble.STREAM_THREADS && frames.get() > AFTER) {
                throw plant(new IllegalStateException("planted in the stream thread"));
              }
              return Instant.now();
            })
        .build();
  }

  private static PipelineListener listener(Trouble trouble, AtomicInteger frames) {
    return new PipelineListener() {
      @Override
      public void frameDetected(DetectedFrame frame, Duration latency) {
        if (frames.incrementAndGet() > AFTER && trouble == Trouble.STREAM_THREAD) {
          throw plant(new LinkageError("planted in the stream thread"));
        }
      }

      @Override
      public void framePrepared(SourceOffset source, Duration duration) {
        if (frames.get() > AFTER && trouble == Trouble.DECODE_THREAD) {
          throw plant(new OutOfMemoryError("planted in the decode thread"));
        }
      }
    };
  }

  private static <T extends Throwable> T plant(T failure) {
    System.out.println("planted");
    return failure;
  }

  private static Detector detector(Trouble trouble) {
    PixelDetector pixels = new PixelDetector(Duration.ofMillis(10));
    return new Detector() {
      private int frames;

      @Override
      public List<List<Detection>> detect(List<PreparedImage> batch) {
        frames += batch.size();
        if (trouble == Trouble.SLOW) {
          sleepStubbornly(Duration.ofSeconds(3));
        }
        if (trouble == Trouble.HANGING && frames > AFTER) {
          System.out.println("planted");
          sleepStubbornly(Duration.ofDays(1));
        }
        List<List<Detection>> found = pixels.detect(batch);
        return trouble == Trouble.BATCHER_THREAD && frames > AFTER ? broken(found) : found;
      }

      @Override
      public LabelMap labels() {
        return pixels.labels();
      }

      @Override
      public ModelIdentity model() {
        return pixels.model();
      }

      /** Like the real one, waits for the batch in progress. */
      @Override
      public void close() {}
    };
  }

  private static void sleepStubbornly(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() - end < 0) {
      boolean ignored = Thread.interrupted();
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** A list that passes inspection, and fails when its elements are taken. */
  private static List<List<Detection>> broken(List<List<Detection>> found) {
    return new AbstractList<>() {
      private int taken;

      @Override
      public List<Detection> get(int index) {
        if (taken++ >= found.size()) {
          throw plant(new IllegalStateException("planted in the device's thread"));
        }
        return found.get(index);
      }

      @Override
      public int size() {
        return found.size();
      }
    };
  }
}
