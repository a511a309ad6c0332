package io.paastreams.live;

/**
 * A camera for the page. Rates are per second over the last ten seconds.
 *
 * @param capture the capture time of the last frame that was detected, in milliseconds of the
 *     epoch; 0 if there was none
 * @param heard when its last record of any kind was written, in milliseconds since the epoch
 * @param objects in the last frame
 * @param width of the last frame; 0 if there was none
 * @param tracked whether its objects have identities
 * @param partition of the frames topic; -1 if not known
 */
record CameraReport(
    String id,
    CameraActivity.State state,
    double capture,
    double heard,
    double detected,
    double skipped,
    double dead,
    int objects,
    int width,
    int height,
    boolean tracked,
    int partition) {}
