package io.paastreams.cli.demo;

import io.paastreams.event.ObjectEvent;
import io.paastreams.event.ObjectEvent.Kind;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Counts what analytics made of the detection records.
 *
 * <p>Threading: written by the one thread that consumes, read by any; every method locks.
 */
final class AnalyticsLedger {

  /** Records of one of the two topics whose counterpart has not been read yet. */
  private final Set<UUID> detectedOnly = new HashSet<>();

  private final Set<UUID> trackedOnly = new HashSet<>();
  private final Set<UUID> inView = new HashSet<>();
  private final Set<UUID> seenEvents = new HashSet<>();
  private final Map<String, Map<String, Integer>> eventsByCamera = new TreeMap<>();
  private long tracks;
  private long events;
  private long appeared;
  private long ended;
  private long endedUnknown;

  synchronized void detected(UUID detectionId) {
    if (!trackedOnly.remove(detectionId)) {
      detectedOnly.add(detectionId);
    }
  }

  synchronized void tracked(UUID detectionId) {
    tracks++;
    if (!detectedOnly.remove(detectionId)) {
      trackedOnly.add(detectionId);
    }
  }

  synchronized void happened(ObjectEvent event) {
    if (!seenEvents.add(event.eventId())) {
      return;
    }
    events++;
    eventsByCamera
        .computeIfAbsent(event.cameraId(), camera -> new TreeMap<>())
        .merge(event.kind().name(), 1, Integer::sum);
    if (event.kind() == Kind.NEW) {
      appeared++;
      inView.add(event.trackId());
    } else if (event.kind() == Kind.ENDED) {
      ended++;
      endedUnknown += inView.remove(event.trackId()) ? 0 : 1;
    }
  }

  /** Whether each detection record has its track record by now. */
  synchronized boolean isComplete() {
    return detectedOnly.isEmpty();
  }

  synchronized AnalyticsSummary summary() {
    Map<String, Map<String, Integer>> copy = new TreeMap<>();
    eventsByCamera.forEach((camera, kinds) -> copy.put(camera, new TreeMap<>(kinds)));
    return new AnalyticsSummary(
        tracks,
        events,
        appeared,
        ended,
        inView.size(),
        copy,
        detectedOnly.isEmpty()
            && trackedOnly.isEmpty()
            && endedUnknown == 0
            && appeared == ended + inView.size());
  }
}
