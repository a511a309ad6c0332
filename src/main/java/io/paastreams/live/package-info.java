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
 *   <li>what is known: {@link LiveState} keeps it up to date; {@link Intake} puts it into {@link
 *       Known}, with {@link Cameras} of {@link CameraActivity}, {@link History} of events, alerts,
 *       counts and letters, and {@link LoadHistory}; {@link LiveReports} hands it out;
 *   <li>who answers: {@link DependencyHealth}, from {@link ClusterWatch} with {@link Instances},
 *       {@link RegistryWatch} and {@link MetricsScrape};
 *   <li>what is served: {@link LiveServer} with {@link Routes}, {@link FrameRoutes}, {@link
 *       RuleRoutes}, {@link EventStream}, {@link PageFiles} and {@link Problem};
 *   <li>who may do it: {@link Access} by {@link Role}, {@link Audit}, {@link SecurityHeaders};
 *   <li>rules: {@link RuleText} edits them, {@link RuleTrial} tries them;
 *   <li>the settings: {@link LiveConfig}, {@link LiveCluster}.
 * </ul>
 */
@NullMarked
package io.paastreams.live;

import org.jspecify.annotations.NullMarked;
