package io.paastreams.event;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** The CloudEvents 1.0 attributes of a record; {@code source} and {@code id} name it uniquely. */
record CloudEvent(UUID id, String source, String type, Instant time) {

  /** The URI reference of a camera, or of something below it. */
  static String cameraSource(String cameraId, String below) {
    String segment = URLEncoder.encode(cameraId, StandardCharsets.UTF_8).replace("+", "%20");
    return "/cameras/" + segment + below;
  }
}
