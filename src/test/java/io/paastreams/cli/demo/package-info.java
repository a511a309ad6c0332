/** Tests of the demo's parts. */
@NullMarked
package io.paastreams.cli.demo;

import org.jspecify.annotations.NullMarked;
