/** ResNet (He et al., 2015). */
@NullMarked
package io.paastreams.model.backbone;

import org.jspecify.annotations.NullMarked;
