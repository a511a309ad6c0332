/**
 * Administration of the user's Kafka cluster: connecting, topics and their states, probes of
 * brokers and groups, hanging transactions, and which of the user's client settings each client
 * gets.
 */
@NullMarked
package io.paastreams.cluster;

import org.jspecify.annotations.NullMarked;
