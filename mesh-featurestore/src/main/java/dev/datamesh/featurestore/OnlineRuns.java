package dev.datamesh.featurestore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Many runs, asked row by row: those of pushes are looked up by sequence. Immutable. */
final class OnlineRuns {

  private final List<OnlineRun> others = new ArrayList<>();

  /** Where pushes begin, ascending, and behind what each and those before it end. */
  private final long[] starts;

  private final long[] ends;

  OnlineRuns(List<OnlineRun> runs) {
    List<OnlineRun> pushes = new ArrayList<>();
    for (OnlineRun run : runs) {
      (run.isPush() ? pushes : others).add(run);
    }
    pushes.sort(Comparator.comparingLong(OnlineRun::open));
    starts = pushes.stream().mapToLong(OnlineRun::open).toArray();
    ends = pushes.stream().mapToLong(OnlineRun::end).toArray();
    for (int i = 1; i < ends.length; i++) {
      ends[i] = Math.max(ends[i], ends[i - 1]);
    }
  }

  /** Whether one of the runs takes a row. */
  boolean take(long sequence, long event) {
    int place = Arrays.binarySearch(starts, sequence);
    int last = place < 0 ? -place - 2 : place;
    if (last >= 0 && sequence < ends[last]) {
      return true;
    }
    for (OnlineRun run : others) {
      if (run.takes(sequence, event)) {
        return true;
      }
    }
    return false;
  }
}
