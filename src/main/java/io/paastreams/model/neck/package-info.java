/** Feature pyramid network (Lin et al., 2017). */
@NullMarked
package io.paastreams.model.neck;

import org.jspecify.annotations.NullMarked;
