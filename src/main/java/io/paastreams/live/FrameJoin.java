package io.paastreams.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins frames with what was found in them, for the cameras that are being watched.
 *
 * <p>Frames are read before they are detected, so they wait here, by partition and offset, until
 * the sighting that refers to them arrives. Frames that a later sighting of the same camera has
 * overtaken, and skipped frames, are dropped at once. If no detector runs, the frames fill their
 * budget and reading pauses: see {@link #isFull}. A sighting whose frame was not read or has been
 * dropped waits instead, and tells the reader where to look: see {@link #seekTo}.
 *
 * <p>Threading: safe; the frame reader and the record reader call it.
 */
final class FrameJoin {

  /**
   * If the wanted frame is further ahead than this, the reader jumps to it instead of reading
   * frames that nobody will see.
   */
  private static final long WORTH_A_JUMP = 100;

  private final long budget;
  private final BiConsumer<Sighting, byte[]> joined;
  private final Map<Integer, Lane> lanes = new HashMap<>();
  private Set<String> watched = Set.of();

  /**
   * Creates an empty join.
   *
   * @param budget bytes of the frames that wait, for each partition
   * @param joined takes a sighting and the frame event's bytes
   */
  FrameJoin(long budget, BiConsumer<Sighting, byte[]> joined) {
    this.budget = budget;
    this.joined = joined;
  }

  /**
   * Sets the cameras whose frames are kept from now on.
   *
   * @param last the last sighting of a camera, for cameras that were not watched until now: their
   *     latest image is wanted however old it is
   */
  void watch(Set<String> cameras, Function<String, Optional<Sighting>> last) {
    Set<String> added = new HashSet<>(cameras);
    synchronized (this) {
      added.removeAll(watched);
      watched = Set.copyOf(cameras);
      lanes.values().forEach(lane -> lane.retain(watched));
    }
    added.forEach(camera -> last.apply(camera).ifPresent(this::seen));
  }

  /** Adds a frame event that was read. */
  void frame(String camera, int partition, long offset, byte[] bytes) {
    Sighting complete;
    synchronized (this) {
      if (!watched.contains(camera)) {
        return;
      }
      complete = lane(partition).frame(camera, offset, bytes);
    }
    if (complete != null) {
      joined.accept(complete, bytes);
    }
  }

  /** Adds what was found in a frame. */
  void seen(Sighting sighting) {
    byte[] bytes;
    synchronized (this) {
      if (!watched.contains(sighting.camera())) {
        return;
      }
      bytes = lane(sighting.source().partition()).seen(sighting);
    }
    if (bytes != null) {
      joined.accept(sighting, bytes);
    }
  }

  /** Drops a frame that will not be detected. */
  synchronized void skipped(String camera, int partition, long offset) {
    if (watched.contains(camera)) {
      lane(partition).skipped(offset);
    }
  }

  /** Whether the frames of a partition that wait have used up their budget. */
  synchronized boolean isFull(int partition) {
    return lane(partition).bytes >= budget;
  }

  /**
   * The offset to which the reader should seek: that of a wanted frame that it has passed or that
   * is far ahead. A frame that was passed is requested only once.
   */
  synchronized OptionalLong seekTo(int partition, long position) {
    return lane(partition).seekTo(position);
  }

  private Lane lane(int partition) {
    return lanes.computeIfAbsent(partition, each -> new Lane());
  }

  private record Waiting(String camera, byte[] bytes) {}

  /** One partition. */
  private static final class Lane {

    private final TreeMap<Long, Waiting> frames = new TreeMap<>();
    private final TreeMap<Long, Sighting> sightings = new TreeMap<>();
    private final Map<String, Long> passed = new HashMap<>();
    private final Set<Long> askedFor = new HashSet<>();
    private long bytes;

    @Nullable Sighting frame(String camera, long offset, byte[] value) {
      Sighting sighting = sightings.remove(offset);
      askedFor.remove(offset);
      if (sighting == null && offset > passed.getOrDefault(camera, -1L)) {
        Waiting before = frames.put(offset, new Waiting(camera, value));
        bytes += value.length - (before == null ? 0 : before.bytes().length);
      }
      return sighting;
    }

    byte @Nullable [] seen(Sighting sighting) {
      long offset = sighting.source().offset();
      if (offset <= passed.getOrDefault(sighting.camera(), -1L)) {
        return null;
      }
      Waiting frame = frames.get(offset);
      passed(sighting.camera(), offset);
      if (frame == null) {
        sightings.put(offset, sighting);
      }
      return frame == null ? null : frame.bytes();
    }

    /** Earlier frames may still be in the detector, or in the tracker behind it. */
    void skipped(long offset) {
      removeFrames(List.of(offset));
    }

    /** The offset up to which a camera's frames are no longer needed. */
    void passed(String camera, long offset) {
      if (passed.merge(camera, offset, Math::max) != offset) {
        return;
      }
      removeFrames(
          frames.headMap(offset, true).entrySet().stream()
              .filter(each -> each.getValue().camera().equals(camera))
              .map(Map.Entry::getKey)
              .toList());
      sightings.headMap(offset).values().removeIf(each -> each.camera().equals(camera));
      askedFor.retainAll(sightings.keySet());
    }

    void retain(Set<String> cameras) {
      removeFrames(
          frames.entrySet().stream()
              .filter(each -> !cameras.contains(each.getValue().camera()))
              .map(Map.Entry::getKey)
              .toList());
      sightings.values().removeIf(each -> !cameras.contains(each.camera()));
      passed.keySet().retainAll(cameras);
    }

    private void removeFrames(List<Long> offsets) {
      for (Long offset : new ArrayList<>(offsets)) {
        Waiting gone = frames.remove(offset);
        bytes -= gone == null ? 0 : gone.bytes().length;
      }
    }

    OptionalLong seekTo(long position) {
      if (sightings.isEmpty()) {
        return OptionalLong.empty();
      }
      long first = sightings.firstKey();
      if (first - position > WORTH_A_JUMP) {
        return OptionalLong.of(first);
      }
      if (first < position) {
        if (askedFor.add(first)) {
          return OptionalLong.of(first);
        }
        sightings.remove(first); // deleted by retention, or a transaction marker
        askedFor.remove(first);
      }
      return OptionalLong.empty();
    }
  }
}
