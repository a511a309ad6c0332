package io.paastreams.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs several cameras at once, each on its own thread. One that fails does not stop the others.
 *
 * <p>Threading: safe.
 */
public final class IngestGroup implements AutoCloseable {

  private final FramePublisher publisher;
  private final List<FrameIngestor> ingestors;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
  private final CountDownLatch running;

  private IngestGroup(FramePublisher publisher, List<FrameIngestor> ingestors) {
    this.publisher = publisher;
    this.ingestors = List.copyOf(ingestors);
    this.running = new CountDownLatch(ingestors.size());
  }

  /**
   * Starts all cameras.
   *
   * @param publisher the publisher that the ingestors were given; it stays open
   * @throws IllegalArgumentException if two ingestors have the same camera id
   */
  public static IngestGroup start(FramePublisher publisher, List<FrameIngestor> ingestors) {
    Set<String> cameras = new HashSet<>();
    for (FrameIngestor ingestor : ingestors) {
      if (!cameras.add(ingestor.cameraId())) {
        throw new IllegalArgumentException("two cameras are called " + ingestor.cameraId());
      }
    }
    IngestGroup group = new IngestGroup(publisher, ingestors);
    for (FrameIngestor ingestor : ingestors) {
      Thread thread = new Thread(() -> group.run(ingestor), "ingest-" + ingestor.cameraId());
      group.threads.add(thread);
    }
    group.threads.forEach(Thread::start);
    return group;
  }

  private void run(FrameIngestor ingestor) {
    try {
      ingestor.run();
    } catch (SourceException | RuntimeException | Error e) {
      failures.put(ingestor.cameraId(), e);
    } finally {
      running.countDown();
    }
  }

  /**
   * Waits until all cameras have ended by themselves; false if some are still running after {@code
   * most}.
   */
  public boolean awaitEnd(Duration most) throws InterruptedException {
    return running.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The current counts of each camera. */
  public Map<String, IngestCounts> counts() {
    Map<String, IngestCounts> counts = new LinkedHashMap<>();
    ingestors.forEach(ingestor -> counts.put(ingestor.cameraId(), ingestor.counts()));
    return counts;
  }

  /**
   * Stops all cameras and waits until every frame that they published is settled: the returned
   * counts are final, and no frame is in flight. May be called again.
   */
  public List<IngestReport> stop() {
    ingestors.forEach(FrameIngestor::stop);
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    publisher.flush();
    return ingestors.stream()
        .map(
            ingestor ->
                new IngestReport(
                    ingestor.cameraId(), ingestor.counts(), failures.get(ingestor.cameraId())))
        .toList();
  }

  @Override
  public void close() {
    stop();
  }
}
