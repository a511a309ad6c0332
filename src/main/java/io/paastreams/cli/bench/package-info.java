/** Measures the network, the detector, the pipeline, and what the pipeline costs in addition. */
@NullMarked
package io.paastreams.cli.bench;

import org.jspecify.annotations.NullMarked;
