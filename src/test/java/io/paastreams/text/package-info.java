/** Tests of how untrusted text is shown. */
@NullMarked
package io.paastreams.text;

import org.jspecify.annotations.NullMarked;
