/**
 * Breaks a whole installation (brokers, registry, network, instances, detectors, clocks, disks) on
 * a random schedule that a seed repeats, and counts from outside what became of every frame. Uses
 * only the pipeline's public API.
 */
@NullMarked
package io.paastreams.pipeline.faults;

import org.jspecify.annotations.NullMarked;
