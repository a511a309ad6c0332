/**
 * The parts of the commands {@code rules ...}: the trial of rules on recorded detections, and the
 * rules topic.
 */
@NullMarked
package io.paastreams.cli.rules;

import org.jspecify.annotations.NullMarked;
