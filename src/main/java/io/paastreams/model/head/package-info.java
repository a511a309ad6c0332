/** The PAA head (Kim and Lee, ECCV 2020, section 3): class, box and IoU branches. */
@NullMarked
package io.paastreams.model.head;

import org.jspecify.annotations.NullMarked;
