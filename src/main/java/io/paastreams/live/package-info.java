/**
 * The live page: a reader of the topics that shows what the cameras see, and why. It is never a
 * part of the pipeline: it may be slow, restarted or run several times, and detection does not
 * notice.
 */
@NullMarked
package io.paastreams.live;

import org.jspecify.annotations.NullMarked;
