package dev.datamesh.core.journal;

/**
 * A place in the log up to which everything is whole.
 *
 * @param revision of the last commit before the place, 0 if none
 * @param piece the first revision of the piece it lies in
 * @param offset in the piece's file, in bytes
 * @param crc the checksum of the group that ends there
 * @param micros the time of the last commit
 */
record Mark(long revision, long piece, long offset, int crc, long micros) {}
