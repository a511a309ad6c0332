/**
 * Derives events, counts and alerts from tracked objects by zones, lines and rules. All of it is a
 * pure function of one camera's state and the next frame. The rules come from a YAML file.
 *
 * <pre>
 *   YAML -- RuleFile --> Rules -- forCamera --> CameraRules
 *                                                    |
 *   SceneFrame + SceneState -------------------- SceneEngine --> SceneEvents, SceneCounts,
 *                                                                SceneAlerts + SceneState
 * </pre>
 *
 * <p>Coordinates of zones and lines are in 0..1 of the frame with y pointing down; boxes are x1,
 * y1, x2, y2 in pixels; times are capture times in microseconds since 1970, and no setting is
 * counted in frames.
 */
@NullMarked
package io.paastreams.rules;

import org.jspecify.annotations.NullMarked;
