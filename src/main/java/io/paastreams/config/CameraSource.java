package io.paastreams.config;

import io.paastreams.ingest.IngestConfig;
import io.paastreams.text.MaskedUrl;

/**
 * One camera in a file.
 *
 * @param source the path or URL as the user wrote it; may contain a password
 * @param ingest how it is played
 */
public record CameraSource(String source, IngestConfig ingest) {

  @Override
  public String toString() {
    return ingest.cameraId() + " from " + MaskedUrl.of(source);
  }
}
