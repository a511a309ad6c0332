package io.paastreams.dataset;

/**
 * A class of objects as named in an annotation file.
 *
 * @param id the file's own number; class ids are positions in the file's list instead
 */
public record Category(long id, String name) {}
