/** Decides which anchors learn which object: PAA (Kim and Lee, ECCV 2020, sections 3.1 to 3.3). */
@NullMarked
package io.paastreams.training.assign;

import org.jspecify.annotations.NullMarked;
