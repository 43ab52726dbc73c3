package dev.datamesh.featurestore;

/**
 * What was erased of one entity. Immutable.
 *
 * @param online in how many online tables it had a row
 * @param offline how many ingested rows it had; rows of a source outside the store are hidden from
 *     joins and materialization and stay where they are
 */
public record Erasure(String view, int online, long offline) {}
