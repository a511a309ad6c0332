/** What a stranger wrote, made fit for a message. */
@NullMarked
package io.paastreams.text;

import org.jspecify.annotations.NullMarked;
