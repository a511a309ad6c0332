/**
 * Decides which frames are worth detecting, camera by camera:
 *
 * <ul>
 *   <li>the settings: {@link AdmissionConfig} holds one {@link AdmissionRule} for all cameras and a
 *       {@link CameraOverride} for some;
 *   <li>the decision when a frame arrives: {@link Admission}, with the share of frames that is
 *       considered at all and the rate of a camera;
 *   <li>the decision while frames wait, which is the policy {@link Freshness}: {@link CameraLane},
 *       with one implementation per policy.
 * </ul>
 *
 * A new policy is a constant of {@link Freshness}, an implementation of {@link CameraLane} and one
 * line of {@link Admission#lane}.
 */
@NullMarked
package io.paastreams.pipeline.admission;

import org.jspecify.annotations.NullMarked;
