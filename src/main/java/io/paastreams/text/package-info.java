/** What a stranger wrote, made fit for a message, and identifiers made of names. */
@NullMarked
package io.paastreams.text;

import org.jspecify.annotations.NullMarked;
