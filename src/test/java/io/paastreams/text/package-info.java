/** Tests of what is shown of text from outside. */
@NullMarked
package io.paastreams.text;

import org.jspecify.annotations.NullMarked;
