/** From bytes to RGB pictures, and from pictures to the network's input size and back. */
@NullMarked
package io.paastreams.image;

import org.jspecify.annotations.NullMarked;
