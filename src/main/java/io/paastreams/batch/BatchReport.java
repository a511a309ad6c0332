package io.paastreams.batch;

import java.time.Duration;

/**
 * One batch, told after its last item is done.
 *
 * @param bucket what its items share
 * @param size number of items when it was closed
 * @param limit the most items it could have had; below the policy's maximum if memory ran out
 *     before
 * @param reason why it was closed
 * @param oldestWait from the submission of its oldest item to its closing
 * @param handling from its closing to its last result, retries included
 * @param calls of the handler: 1 unless the batch failed and was split
 * @param failed items that failed alone
 */
public record BatchReport(
    Object bucket,
    int size,
    int limit,
    CloseReason reason,
    Duration oldestWait,
    Duration handling,
    int calls,
    int failed) {}
