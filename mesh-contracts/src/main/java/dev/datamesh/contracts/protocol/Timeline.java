package dev.datamesh.contracts.protocol;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Steps in the order in which they are due. Immutable. */
public record Timeline(List<Step> steps) implements Iterable<Step> {

  private static final Comparator<Step> ORDER =
      Comparator.comparing(Step::at)
          .thenComparing(Step::kind)
          .thenComparing(Step::consumer)
          .thenComparing(Step::text);

  public Timeline {
    steps = steps.stream().sorted(ORDER).toList();
  }

  /** What is due at this instant or was before. */
  public List<Step> dueAt(Instant now) {
    return steps.stream().filter(step -> !step.at().isAfter(now)).toList();
  }

  /** What became due after one instant and until another: what a job that runs daily has to do. */
  public List<Step> dueBetween(Instant after, Instant until) {
    return steps.stream()
        .filter(step -> step.at().isAfter(after) && !step.at().isAfter(until))
        .toList();
  }

  /** The first step that is still to come. */
  public Optional<Step> nextAfter(Instant now) {
    return steps.stream().filter(step -> step.at().isAfter(now)).findFirst();
  }

  /** The steps of one kind. */
  public List<Step> of(Step.Kind kind) {
    return steps.stream().filter(step -> step.kind() == kind).toList();
  }

  @Override
  public Iterator<Step> iterator() {
    return steps.iterator();
  }

  /** A step a line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    steps.forEach(step -> text.append(step).append('\n'));
    return text.toString();
  }
}
