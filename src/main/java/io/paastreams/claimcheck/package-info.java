/**
 * Images beside the topic: fetches what claim checks point to, as far as that is allowed, and
 * writes images to a folder or an S3-compatible store. This is the only package that knows the S3
 * client.
 */
@NullMarked
package io.paastreams.claimcheck;

import org.jspecify.annotations.NullMarked;
