package io.paastreams.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a camera whose frames are on two partitions at the same time because its producers hash
 * keys differently, as librdkafka and Java do by default, or because its frames have no key. Such a
 * camera has no order, and nothing else would report it.
 *
 * <p>A camera that moves once because the topic got more partitions is not such a case: frames
 * captured before the move are on the old partition and later ones on the new one, in whatever
 * order the two are read. It is one if the capture times overlap.
 *
 * <p>Threading: safe; the tasks of an instance share it.
 */
final class CameraPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(CameraPartitions.class);

  private static final int MOST_CAMERAS = 10_000;

  private final PipelineListener listener;

  @GuardedBy("this")
  private final Map<String, Camera> cameras = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Camera {
    private @Nullable Span first;
    private @Nullable Span second;
    private boolean told;
  }

  /** The time span in which a partition's frames of a camera were captured. */
  private record Span(int partition, Instant from, Instant to) {
    Span with(Instant captured) {
      return new Span(
          partition,
          captured.isBefore(from) ? captured : from,
          captured.isAfter(to) ? captured : to);
    }

    boolean overlaps(Span other) {
      return from.isBefore(other.to) && other.from.isBefore(to);
    }
  }

  CameraPartitions(PipelineListener listener) {
    this.listener = listener;
  }

  /** Records a frame. */
  void seen(String camera, int partition, Instant captured) {
    int other = scattered(camera, partition, captured);
    if (other >= 0) {
      LOG.warn(
          "Frames of camera {} arrive on partitions {} and {} at the same time, so they have"
              + " no order: their producers choose partitions differently. Let all of them hash"
              + " the key by murmur2 (librdkafka: partitioner=murmur2_random), or use one"
              + " producer per camera.",
          camera,
          other,
          partition);
      listener.cameraScattered(camera);
    }
  }

  /** Returns the other partition if this is seen for the first time, otherwise -1. */
  private synchronized int scattered(String camera, int partition, Instant captured) {
    Camera known = cameras.computeIfAbsent(camera, id -> new Camera());
    if (cameras.size() > MOST_CAMERAS) {
      cameras.remove(cameras.keySet().iterator().next()); // the one that has been silent longest
    }
    Span first = known.first;
    Span second = known.second;
    if (known.told) {
      return -1;
    }
    Span fresh = new Span(partition, captured, captured);
    if (first == null || first.partition() == partition) {
      first = first == null ? fresh : first.with(captured);
      known.first = first;
    } else if (second == null || second.partition() == partition) {
      second = second == null ? fresh : second.with(captured);
      known.second = second;
    } else { // it moves again, and only the latest two matter
      first = first.to().isAfter(second.to()) ? first : second;
      second = fresh;
      known.first = first;
      known.second = second;
    }
    if (second == null || !first.overlaps(second)) {
      return -1;
    }
    known.told = true;
    return first.partition() == partition ? second.partition() : first.partition();
  }
}
