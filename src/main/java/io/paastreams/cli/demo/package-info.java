/**
 * The demo: broker, registry, cameras and pipeline in one process, and the ledger that accounts for
 * every frame.
 */
@NullMarked
package io.paastreams.cli.demo;

import org.jspecify.annotations.NullMarked;
