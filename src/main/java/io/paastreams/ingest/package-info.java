/**
 * Video files, streams, cameras and picture folders to frame events. The only package that knows
 * FFmpeg.
 */
@NullMarked
package io.paastreams.ingest;

import org.jspecify.annotations.NullMarked;
