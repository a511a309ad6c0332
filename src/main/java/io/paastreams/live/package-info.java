/**
 * The live page: a reader of the topics that shows what the cameras see. It is not part of the
 * pipeline: it may be slow, restarted or run several times without any effect on detection.
 */
@NullMarked
package io.paastreams.live;

import org.jspecify.annotations.NullMarked;
