package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import java.util.List;

/**
 * Which statements to end: those that match everything given here.
 *
 * @param producer empty for any, as are the following
 * @param ends source and target, or empty for any
 */
public record Retraction(String producer, String job, String event, List<AssetId> ends) {

  public Retraction {
    ends = List.copyOf(ends);
    if (ends.size() != 0 && ends.size() != 2) {
      throw new InvalidInputException("Cannot retract an edge without its two ends");
    }
    if (producer.isEmpty() && job.isEmpty() && event.isEmpty() && ends.isEmpty()) {
      throw new InvalidInputException(
          "Cannot retract everything; name a producer, a job, an event or an edge");
    }
  }

  public static Retraction ofProducer(String producer) {
    return new Retraction(producer, "", "", List.of());
  }

  public static Retraction ofJob(String job) {
    return new Retraction("", job, "", List.of());
  }

  public static Retraction ofEvent(String event) {
    return new Retraction("", "", event, List.of());
  }

  public static Retraction ofEdge(AssetId source, AssetId target) {
    return new Retraction("", "", "", List.of(source, target));
  }

  /** The same, of this producer only. */
  public Retraction by(String newProducer) {
    return new Retraction(newProducer, job, event, ends);
  }

  /** What it ends, in words. */
  String words() {
    List<String> words = new java.util.ArrayList<>();
    if (!producer.isEmpty()) {
      words.add("the producer " + producer);
    }
    if (!job.isEmpty()) {
      words.add("the job " + job);
    }
    if (!event.isEmpty()) {
      words.add("the event " + event);
    }
    return String.join(", ", words);
  }

  boolean matches(AssetId source, AssetId target, String by, String ofJob, String ofEvent) {
    return (producer.isEmpty() || producer.equals(by))
        && (job.isEmpty() || job.equals(ofJob))
        && (event.isEmpty() || event.equals(ofEvent))
        && (ends.isEmpty() || (ends.get(0).equals(source) && ends.get(1).equals(target)));
  }
}
