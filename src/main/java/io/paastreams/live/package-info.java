/**
 * The live page: a reader of the topics that shows what the cameras see. It is not part of the
 * pipeline: it may be slow, restarted or run several times without any effect on detection.
 *
 * <p>Along the path of a frame:
 *
 * <ol>
 *   <li>{@link FrameReader} reads frames and {@link RecordReader} what was found in them, a {@link
 *       Sighting} of {@link SeenBox}es;
 *   <li>{@link FrameJoin} joins the two by partition and offset;
 *   <li>{@link FrameMessages} makes a {@link LiveFrame} of them, with an image from {@link
 *       FrameImages};
 *   <li>{@link Viewers} hand it to each {@link Viewer}, which sends it through its {@link
 *       ViewerSocket}.
 * </ol>
 *
 * <p>Around that path:
 *
 * <ul>
 *   <li>what is known: {@link LiveState}, with {@link Cameras} of {@link CameraActivity}, {@link
 *       History} of events, alerts, counts and letters, {@link LoadHistory}, {@link ClusterWatch},
 *       {@link MetricsScrape} and {@link DependencyHealth};
 *   <li>what is served: {@link LiveServer} with {@link Routes}, {@link FrameRoutes}, {@link
 *       RuleRoutes}, {@link EventStream} and {@link PageFiles};
 *   <li>who may do it: {@link Access} by {@link Role}, {@link Audit}, {@link SecurityHeaders};
 *   <li>rules: {@link RuleText} edits them, {@link RuleTrial} tries them;
 *   <li>the settings: {@link LiveConfig}, {@link LiveCluster}.
 * </ul>
 */
@NullMarked
package io.paastreams.live;

import org.jspecify.annotations.NullMarked;
