/**
 * The detection application: it reads frames and writes detections, skipped frames and dead
 * letters. What it shares with other applications is in {@link io.paastreams.streams}.
 *
 * <p>Along the path of a frame:
 *
 * <ol>
 *   <li>it is read by {@link FrameIntake}, which makes an {@link IntakeDecision}: {@link
 *       io.paastreams.pipeline.admission} says whether it is worth detecting, and {@link
 *       CameraPartitions} notices cameras without an order;
 *   <li>it enters the {@link InFlightWindow} of its task, the essay to read first, as a {@link
 *       PendingFrame} within the {@link InFlightLimit} and the {@link MemoryBudget};
 *   <li>it is detected outside the stream thread: {@link AsyncDetector} follows it with a {@link
 *       FrameJob} through {@link DecodeQueue} and {@link FramePreparation} to the batcher in {@link
 *       io.paastreams.batch};
 *   <li>it has a {@link FrameOutcome}, perhaps a {@link FrameFailure}; {@link ModelHealth} decides
 *       whether the frame or the model is at fault; the stream thread waits with an {@link
 *       OutcomeWaiter};
 *   <li>it leaves the window as the record that {@link OutcomeWriter} makes, a {@link
 *       SerializedResult}.
 * </ol>
 *
 * <p>Around that path:
 *
 * <ul>
 *   <li>the application: {@link DetectionPipeline} and its {@link DetectionPipelineBuilder}, {@link
 *       DetectionWorkload}, {@link DetectionServices}, {@link DetectionTopology}, {@link
 *       DetectProcessor};
 *   <li>its settings: {@link PipelineConfig}, {@link LargeRecordSettings};
 *   <li>the device: {@link DeviceWatchdog} over {@link DeviceCalls} within {@link DeviceLimits};
 *   <li>the group: {@link FleetWatch}, {@link Fleet}, {@link InstanceKind};
 *   <li>observers: {@link PipelineListener}, {@link TuningLog}.
 * </ul>
 */
@NullMarked
package io.paastreams.pipeline;

import org.jspecify.annotations.NullMarked;
