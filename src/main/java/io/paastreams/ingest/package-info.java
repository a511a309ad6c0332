/**
 * Turns video files, streams, cameras and image folders into frame events. This is the only package
 * that knows FFmpeg.
 */
@NullMarked
package io.paastreams.ingest;

import org.jspecify.annotations.NullMarked;
