package dev.datamesh.featurestore.offline;

/**
 * The numbers of rows that had them before they came to a table, because a journal kept them first.
 * Never compared.
 *
 * @param sequences of each row, ascending
 * @param firsts the first sequence of each batch that the rows came in, ascending
 * @param micros when each batch was committed
 * @param end behind the last sequence that was given, to rows of this table or of others
 */
@SuppressWarnings("ArrayRecordComponent")
public record Numbering(long[] sequences, long[] firsts, long[] micros, long end) {}
