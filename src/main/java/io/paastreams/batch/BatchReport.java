package io.paastreams.batch;

import java.time.Duration;

/**
 * A report on one batch, made after its last item is done.
 *
 * @param bucket the bucket that its items share
 * @param size the number of items when it was closed
 * @param limit the maximum number of items that it could have had; below the policy's maximum if
 *     memory ran out earlier
 * @param reason why it was closed
 * @param oldestWait the time from the submission of its oldest item to its closing
 * @param handling the time from its closing to its last result, including retries
 * @param calls the number of calls of the handler: 1 unless the batch failed and was split
 * @param failed the number of items that failed alone
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
