package io.paastreams.cli.demo;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What analytics made of the detection records, counted on its topics.
 *
 * @param tracks the number of records on the tracks topic
 * @param events the number of records on the events topic
 * @param appeared objects with a {@code NEW} event
 * @param ended objects with an {@code ENDED} event
 * @param inView objects that have appeared and not ended
 * @param eventsByCamera the number of events by kind, for each camera
 * @param balanced whether each detection record has exactly one track record, and each object that
 *     ended had appeared
 */
public record AnalyticsSummary(
    long tracks,
    long events,
    long appeared,
    long ended,
    long inView,
    Map<String, Map<String, Integer>> eventsByCamera,
    boolean balanced) {

  String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "tracks         %d records, %d objects = %d ended + %d in view: %s%n",
            tracks,
            appeared,
            ended,
            inView,
            balanced ? "balanced" : "NOT BALANCED"));
    eventsByCamera.forEach(
        (camera, kinds) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "events         %s: %s%n",
                    camera,
                    kinds.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", ")))));
    return text.toString();
  }
}
