package dev.datamesh.testkit.store;

import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Records who called a store when, and what came back, and judges whether the store behaved as if
 * every call took effect at one moment between its beginning and its end. Appends carry the
 * revision they expect, so their order is known from their answers and nothing has to be searched.
 * Safe for use by many threads.
 */
public final class StoreHistory {

  private record Append(
      long begin, long end, long expected, List<byte[]> records, Outcome<?> outcome) {}

  private record Read(long begin, long end, long from, History.Commits page) {}

  private final List<Append> appends = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();

  /** An empty history. */
  public StoreHistory() {}

  /** Appends, waits for the outcome and records both. */
  public Outcome<CommitStore.Conflict> append(
      CommitStore store, long expected, List<byte[]> records) {
    List<byte[]> copies = records.stream().map(byte[]::clone).toList();
    long begin = System.nanoTime();
    Outcome<CommitStore.Conflict> outcome = store.append(expected, records).join();
    long end = System.nanoTime();
    synchronized (this) {
      appends.add(new Append(begin, end, expected, copies, outcome));
    }
    return outcome;
  }

  /** Reads and records what came. */
  public History.Commits read(CommitStore store, long from, int limit) {
    long begin = System.nanoTime();
    History history = store.read(from, limit);
    long end = System.nanoTime();
    if (!(history instanceof History.Commits page)) {
      throw new AssertionError("Nothing was compacted, but " + history);
    }
    synchronized (this) {
      reads.add(new Read(begin, end, from, page));
    }
    return page;
  }

  /** What is wrong with the first call that no order of moments explains; empty if all is well. */
  public synchronized Optional<String> firstContradiction() {
    Map<Long, Append> winners = new TreeMap<>();
    for (Append append : appends) {
      if (append.outcome() instanceof Outcome.Durable<?> durable) {
        if (durable.revision() != append.expected() + 1) {
          return Optional.of("expected %d, got %s".formatted(append.expected(), durable));
        }
        if (winners.put(durable.revision(), append) != null) {
          return Optional.of("revision %d has two winners".formatted(durable.revision()));
        }
      }
    }
    return orderOf(winners).or(() -> conflicts(winners)).or(() -> pages(winners));
  }

  /** A revision must not have been answered before the one below it was asked for. */
  private static Optional<String> orderOf(Map<Long, Append> winners) {
    Append below = null;
    for (Map.Entry<Long, Append> winner : winners.entrySet()) {
      if (below != null && winner.getValue().end() < below.begin()) {
        return Optional.of(
            "revision %d was durable before the one below it was asked for"
                .formatted(winner.getKey()));
      }
      below = winner.getValue();
    }
    return Optional.empty();
  }

  private Optional<String> conflicts(Map<Long, Append> winners) {
    Bounds bounds = new Bounds(winners);
    for (Append append : appends) {
      if (append.outcome() instanceof Outcome.Refused<?> refused) {
        long head = ((CommitStore.Conflict) refused.reason()).head();
        if (head == append.expected()) {
          return Optional.of("a conflict names the head %d that was expected".formatted(head));
        }
        if (head < bounds.answeredBefore(append.begin())
            || head > bounds.askedBefore(append.end(), head)) {
          return Optional.of(
              "a conflict names the head %d, which was not the head during the call"
                  .formatted(head));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> pages(Map<Long, Append> winners) {
    Bounds bounds = new Bounds(winners);
    List<Read> inOrder = new ArrayList<>(reads);
    inOrder.sort(Comparator.comparingLong(Read::end));
    long highest = 0;
    Map<Long, Commit> seen = new HashMap<>();
    for (Read read : inOrder) {
      if (read.page().head() < bounds.answeredBefore(read.begin())) {
        return Optional.of(
            "a read saw the head %d after revision %d was answered"
                .formatted(read.page().head(), bounds.answeredBefore(read.begin())));
      }
      long next = read.from();
      for (Commit commit : read.page().commits()) {
        if (commit.revision() != next++) {
          return Optional.of("a page from %d has a gap: %d".formatted(read.from(), next));
        }
        Append winner = winners.get(commit.revision());
        if (winner != null && !same(winner.records(), commit.records())) {
          return Optional.of(
              "revision %d does not hold its winner's records".formatted(commit.revision()));
        }
        Commit earlier = seen.putIfAbsent(commit.revision(), commit);
        if (earlier != null
            && !(same(earlier.records(), commit.records())
                && earlier.time().equals(commit.time()))) {
          return Optional.of("revision %d changed".formatted(commit.revision()));
        }
      }
      highest = Math.max(highest, read.page().head());
    }
    return highest <= bounds.askedBefore(Long.MAX_VALUE, highest)
        ? Optional.empty()
        : Optional.of("a read saw the head %d that nobody asked for".formatted(highest));
  }

  private boolean isUnknown(long revision) {
    return appends.stream()
        .anyMatch(
            append ->
                append.outcome() instanceof Outcome.Unknown<?>
                    && append.expected() + 1 == revision);
  }

  private static boolean same(List<byte[]> left, List<byte[]> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!Arrays.equals(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Which heads are possible at a moment. */
  private final class Bounds {

    private final TreeMap<Long, Long> answered = new TreeMap<>();
    private final Map<Long, Append> winners;

    Bounds(Map<Long, Append> winners) {
      this.winners = winners;
      List<Map.Entry<Long, Append>> byEnd = new ArrayList<>(winners.entrySet());
      byEnd.sort(Comparator.comparingLong(entry -> entry.getValue().end()));
      long highest = 0;
      for (Map.Entry<Long, Append> winner : byEnd) {
        highest = Math.max(highest, winner.getKey());
        answered.put(winner.getValue().end(), highest);
      }
    }

    /** The greatest revision that was answered before a moment. */
    long answeredBefore(long moment) {
      Map.Entry<Long, Long> entry = answered.lowerEntry(moment);
      return entry == null ? 0 : entry.getValue();
    }

    /** The head, if somebody had asked for it before a moment; else less than it. */
    long askedBefore(long moment, long head) {
      Append winner = winners.get(head);
      boolean possible =
          head == 0 || isUnknown(head) || (winner != null && winner.begin() <= moment);
      return possible ? head : head - 1;
    }
  }
}
