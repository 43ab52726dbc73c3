package dev.datamesh.featurestore.offline;

/**
 * What the journal says of a segment. Its first and last sequences and those in its footer count
 * from the base, which a batch gets only when it is admitted. Immutable.
 *
 * @param file its name
 * @param bytes its length
 * @param crc the checksum of its footer, which has those of all chunks
 */
record SegmentRef(
    String file,
    long bytes,
    int crc,
    long rows,
    long sequenceBase,
    long minSequence,
    long maxSequence,
    long minEvent,
    long maxEvent) {

  SegmentRef withSequenceBase(long base) {
    return new SegmentRef(
        file, bytes, crc, rows, base, minSequence, maxSequence, minEvent, maxEvent);
  }

  void write(ByteSink out) {
    out.putText(file);
    out.putLong(bytes);
    out.putInt(crc);
    out.putLong(rows);
    out.putLong(sequenceBase);
    out.putLong(minSequence);
    out.putLong(maxSequence);
    out.putLong(minEvent);
    out.putLong(maxEvent);
  }

  static SegmentRef read(ByteSource in) {
    return new SegmentRef(
        in.getText(),
        in.getLong(),
        in.getInt(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong());
  }
}
