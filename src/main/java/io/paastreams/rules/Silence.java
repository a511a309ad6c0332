package io.paastreams.rules;

/** Why nothing is known about a camera at present. */
public enum Silence {
  /** Neither detections nor skipped frames arrive: the camera, its network or ingest. */
  CAMERA_SILENT,
  /** Detections arrive, but of frames that were captured long ago. */
  DETECTOR_BEHIND,
  /** Frames arrive, but all of them are skipped: overload, or limits that are too strict. */
  ALL_SKIPPED,
  /** Nothing arrives from any camera: the detector, ingest or the network, not this camera. */
  NOTHING_ARRIVES
}
