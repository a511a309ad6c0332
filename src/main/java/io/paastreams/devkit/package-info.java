/**
 * A broker inside this JVM and a schema registry in a process of its own, for demos, development
 * and tests.
 */
@NullMarked
package io.paastreams.devkit;

import org.jspecify.annotations.NullMarked;
