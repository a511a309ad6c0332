/**
 * Binds files, environment and flags to the config records of the other packages; reports every
 * fault at once.
 */
@NullMarked
package io.paastreams.config;

import org.jspecify.annotations.NullMarked;
