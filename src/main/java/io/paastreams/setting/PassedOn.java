package io.paastreams.setting;

/**
 * Settings of other software, which are passed on as text, whatever their names.
 *
 * @param prefix the prefix of their keys, including the final dot
 * @param owner the software to which they belong, for people
 */
public record PassedOn(String prefix, String owner) {}
