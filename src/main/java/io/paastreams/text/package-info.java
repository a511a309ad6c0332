/** Makes text from outside safe for messages, and derives identifiers from names. */
@NullMarked
package io.paastreams.text;

import org.jspecify.annotations.NullMarked;
