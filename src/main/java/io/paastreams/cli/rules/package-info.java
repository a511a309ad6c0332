/**
 * What the commands {@code rules ...} are made of: rules tried on recorded detections, and the
 * rules topic.
 */
@NullMarked
package io.paastreams.cli.rules;

import org.jspecify.annotations.NullMarked;
