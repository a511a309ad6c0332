package io.paastreams.ingest;

import org.jspecify.annotations.Nullable;

/**
 * How one camera ended.
 *
 * @param failure why it ended early; null if it ended by itself or was stopped
 */
public record IngestReport(String cameraId, IngestCounts counts, @Nullable Throwable failure) {}
