package io.paastreams.batch;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What an execution needs of its batcher.
 *
 * @param name of the batcher
 * @param outOfMemory whether a failure means that the batch was too large
 * @param stopped whether no further call is wanted
 */
record HandlerContext<I, O>(
    String name,
    BatchHandler<I, O> handler,
    BatchListener listener,
    Predicate<? super Throwable> outOfMemory,
    BatchLimits limits,
    BooleanSupplier stopped) {}
