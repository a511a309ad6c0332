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
 * <ul>
 *   <li>the file: {@link RuleFile} reads it through {@link YamlReader}, {@link Fields}, {@link
 *       CameraReader} and {@link RuleReader} and reports {@link RuleFinding}s; {@link RulesText}
 *       writes it;
 *   <li>its content: {@link Rules} of {@link CameraEntry}s with {@link Zone}s and {@link Line}s,
 *       {@link Rule}s and {@link CountSettings};
 *   <li>one frame, in this order: {@link RulesChange}, {@link Counter}, {@link TrackJudge} ({@link
 *       Moment}, {@link ObjectInFrame}), {@link RuleJudge}; {@link SilenceJudge} instead while
 *       nothing arrives;
 *   <li>what is remembered: {@link SceneState} of {@link SceneTrack}s with {@link ZoneStay}s and
 *       {@link LineSide}s, a {@link CountingWindow} of {@link Tally}s, and {@link RuleMemory}.
 * </ul>
 *
 * <p>Coordinates of zones and lines are in 0..1 of the frame with y pointing down; boxes are x1,
 * y1, x2, y2 in pixels; times are capture times in microseconds since 1970, and no setting counts
 * frames.
 */
@NullMarked
package io.paastreams.rules;

import org.jspecify.annotations.NullMarked;
