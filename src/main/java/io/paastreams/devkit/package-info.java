/**
 * A broker inside this JVM and a schema registry process beside it, for demos, development and
 * tests.
 */
@NullMarked
package io.paastreams.devkit;

import org.jspecify.annotations.NullMarked;
