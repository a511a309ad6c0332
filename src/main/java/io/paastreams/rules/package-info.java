/**
 * From tracked objects to what happened: zones, lines, counts and alerts, as pure functions of one
 * camera's state and the next frame, and the YAML file that says what to look for.
 *
 * <pre>
 *   YAML -- RuleFile --> Rules -- forCamera --> CameraRules
 *                                                    |
 *   SceneFrame + SceneState -------------------- SceneEngine --> SceneEvents, SceneCounts,
 *                                                                SceneAlerts + SceneState
 * </pre>
 *
 * <p>Places of zones and lines are in 0..1 of the frame, y down; boxes are x1, y1, x2, y2 in
 * pixels; times are microseconds of capture, and no setting counts frames.
 */
@NullMarked
package io.paastreams.rules;

import org.jspecify.annotations.NullMarked;
