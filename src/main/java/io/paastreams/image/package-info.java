/** Decodes bytes to RGB images, and maps images to the network's input size and back. */
@NullMarked
package io.paastreams.image;

import org.jspecify.annotations.NullMarked;
