package dev.datamesh.featurestore.offline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that are in segments which nothing names yet. Closed before {@link #commit}, it leaves
 * nothing. For one thread at a time.
 */
public final class WrittenRows implements AutoCloseable {

  private final Map<String, AppendBatch> batches;

  /** The map may be filled later. */
  WrittenRows(Map<String, AppendBatch> batches) {
    this.batches = batches;
  }

  /** How many rows all tables get. */
  public long rows() {
    return batches.values().stream().mapToLong(AppendBatch::rows).sum();
  }

  /**
   * Makes all rows durable, in one commit.
   *
   * @return what each table got
   * @throws dev.datamesh.core.OutcomeUnknownException where writing the commit failed midway
   */
  public Map<String, Appended> commit() {
    List<Appended> appended = AppendBatch.commit(List.copyOf(batches.values()));
    Map<String, Appended> byTable = new LinkedHashMap<>();
    batches.keySet().forEach(table -> byTable.put(table, appended.get(byTable.size())));
    return byTable;
  }

  @Override
  public void close() {
    batches.values().forEach(AppendBatch::close);
  }
}
