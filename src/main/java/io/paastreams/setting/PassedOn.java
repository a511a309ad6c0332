package io.paastreams.setting;

/**
 * Settings that belong to somebody else and are passed on as text, whatever they are called.
 *
 * @param prefix of their keys, with its dot at the end
 * @param owner whose settings they are, for people
 */
public record PassedOn(String prefix, String owner) {}
