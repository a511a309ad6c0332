/**
 * The records on the topics: domain types, topics with their serdes, and the schema registry. This
 * is the only package that knows Avro.
 */
@NullMarked
package io.paastreams.event;

import org.jspecify.annotations.NullMarked;
