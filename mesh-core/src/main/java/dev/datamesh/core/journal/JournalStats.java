package dev.datamesh.core.journal;

/**
 * Figures of a journal at one moment. Immutable.
 *
 * @param oldest the first revision that can be read
 * @param head the last durable revision
 * @param snapshotRevision the revision of the newest snapshot, 0 if none
 * @param logBytes bytes of commits in the log, with their frames
 * @param reservedBytes bytes of all files, reserved space included
 * @param pieces files of the log
 * @param forces how often this opener forced the log
 * @param commits how many commits this opener wrote
 */
public record JournalStats(
    long oldest,
    long head,
    long snapshotRevision,
    long logBytes,
    long reservedBytes,
    int pieces,
    long forces,
    long commits) {}
