/**
 * Breaks a whole installation (brokers, registry, network, instances, detectors, clocks, disks) on
 * a random schedule that a seed repeats, and counts from outside what became of every frame. Knows
 * the pipeline only by its public face.
 */
@NullMarked
package io.paastreams.pipeline.faults;

import org.jspecify.annotations.NullMarked;
