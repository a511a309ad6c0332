/**
 * The analytics application: it reads detections and writes tracks, events, counts, alerts and
 * scenes.
 *
 * <pre>
 *   detections.v1 ----> AnalyticsProcessor ----> tracks, events, counts, alerts, scene
 *   frames.skipped.v1 ->      |      ^
 *                     CameraStates   RulesInForce <---- rules.v1
 *                             |
 *              CameraAnalytics (Tracker, SceneEngine): a pure function
 * </pre>
 *
 * <p>Along the path of a record:
 *
 * <ul>
 *   <li>the judgement, a pure function: {@link CameraAnalytics} over a {@link CameraState}, with
 *       {@link AnalyticsLimits}; its {@link CameraRecords};
 *   <li>the state as it is stored: {@link CameraStateCodec}, {@link CameraStates};
 *   <li>the records that follow from it: {@link RecordsOf}, {@link CameraRecordsWriter};
 *   <li>the application: {@link AnalyticsApplication}, {@link AnalyticsTopology}, {@link
 *       AnalyticsProcessor}, {@link RulesInForce}.
 * </ul>
 */
@NullMarked
package io.paastreams.analytics;

import org.jspecify.annotations.NullMarked;
