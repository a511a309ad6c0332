/** Anchors of a feature pyramid. */
@NullMarked
package io.paastreams.model.anchor;

import org.jspecify.annotations.NullMarked;
