package io.paastreams.batch;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What an execution needs from its batcher.
 *
 * @param name the batcher's name
 * @param outOfMemory tells whether a failure means that the batch was too large
 * @param stopped tells whether no further calls are wanted
 */
record HandlerContext<I, O>(
    String name,
    BatchHandler<I, O> handler,
    BatchListener listener,
    Predicate<? super Throwable> outOfMemory,
    BatchLimits limits,
    BooleanSupplier stopped) {}
