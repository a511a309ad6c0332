/**
 * What all Kafka Streams applications here share, whatever they compute, in the order in which an
 * application encounters it:
 *
 * <ul>
 *   <li>settings: {@link ApplicationSettings}, {@link KafkaSettings}, {@link KafkaSettingsReview};
 *   <li>the start and the end: {@link StreamsApplication} with its {@link LifeCycle} through {@link
 *       ApplicationState}s, {@link TopicCheck};
 *   <li>failures of threads: {@link StreamThreadFailureHandler}, {@link RootCause};
 *   <li>commits: {@link CommitHook};
 *   <li>records: an {@link InputRecord} is read by a {@link RecordReader}; results are written by a
 *       {@link RecordWriter} within the {@link RecordLimits} and with a {@link RecordTime};
 *   <li>dead letters: {@link RecordFailure}, {@link DeadLetterHeaders}, {@link DeadLetterLog}.
 * </ul>
 */
@NullMarked
package io.paastreams.streams;

import org.jspecify.annotations.NullMarked;
