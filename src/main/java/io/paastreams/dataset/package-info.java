/** Annotated images for training and evaluation: COCO files, clips of frames, augmentation. */
@NullMarked
package io.paastreams.dataset;

import org.jspecify.annotations.NullMarked;
