package dev.datamesh.lineage.model;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.spi.LineageSink;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One statement that a target is made from a source. Stated again by the same producer, job and
 * transformation it replaces itself, so repeating it never raises the confidence.
 *
 * @param masking whether the values are masked on the way, so that personal data does not pass
 * @param confidence in [0, 1]
 * @param transformation how, in words, empty if not told
 * @param producer who says so, empty if not told
 * @param job what moves the data, empty if not told
 * @param event the report this came with, by which it can be retracted; empty if none
 * @param metadata anything else, in the order of its keys
 */
public record LineageEntry(
    AssetId source,
    AssetId target,
    LineageType type,
    boolean masking,
    double confidence,
    String transformation,
    String producer,
    String job,
    String event,
    Map<String, String> metadata,
    Validity validity) {

  /** The longest name of an asset, in characters. */
  public static final int LONGEST_NAME = 20_000;

  public LineageEntry {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new InvalidInputException(
          "Cannot use a confidence of %s: expected a number from 0 to 1".formatted(confidence));
    }
    confidence = confidence == 0 ? 0.0 : confidence;
    checkName(source);
    checkName(target);
    metadata = metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** A direct edge of confidence 1 that holds from its recording on. */
  public static LineageEntry of(AssetId source, AssetId target) {
    return new LineageEntry(
        source,
        target,
        LineageType.DIRECT,
        false,
        1.0,
        "",
        "",
        "",
        "",
        Map.of(),
        Validity.FROM_NOW_ON);
  }

  /** The same between two datasets of the default namespace. */
  public static LineageEntry of(String source, String target) {
    return of(AssetId.dataset(source), AssetId.dataset(target));
  }

  /** What another wing says. */
  public static LineageEntry of(LineageSink.Statement statement) {
    return new LineageEntry(
        statement.source(),
        statement.target(),
        LineageType.of(statement.derivation()),
        false,
        statement.confidence(),
        statement.transformation(),
        statement.producer(),
        "",
        "",
        Map.of(),
        Validity.FROM_NOW_ON);
  }

  public LineageEntry withType(LineageType newType) {
    return with(parts -> parts.type = newType);
  }

  /** The same edge as one that masks the values. */
  public LineageEntry thatMasks() {
    return with(parts -> parts.masking = true);
  }

  public LineageEntry withConfidence(double newConfidence) {
    return with(parts -> parts.confidence = newConfidence);
  }

  public LineageEntry withTransformation(String words) {
    return with(parts -> parts.transformation = words);
  }

  public LineageEntry withProducer(String who) {
    return with(parts -> parts.producer = who);
  }

  public LineageEntry withJob(String newJob) {
    return with(parts -> parts.job = newJob);
  }

  public LineageEntry withEvent(String newEvent) {
    return with(parts -> parts.event = newEvent);
  }

  public LineageEntry withMetadata(Map<String, String> newMetadata) {
    return with(parts -> parts.metadata = newMetadata);
  }

  public LineageEntry withValidity(Validity newValidity) {
    return with(parts -> parts.validity = newValidity);
  }

  /** A copy in which one part is another. */
  private LineageEntry with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return parts.entry();
  }

  private static void checkName(AssetId asset) {
    String longer =
        asset.name().length() >= asset.namespace().length() ? asset.name() : asset.namespace();
    if (longer.length() > LONGEST_NAME) {
      throw new LimitExceededException(
          "Cannot use a name of %,d characters (%s...): the longest has %,d"
              .formatted(longer.length(), longer.substring(0, 20), LONGEST_NAME),
          "characters of a name",
          LONGEST_NAME);
    }
  }

  /** The components while one of them changes. */
  private static final class Parts {

    AssetId source;
    AssetId target;
    LineageType type;
    boolean masking;
    double confidence;
    String transformation;
    String producer;
    String job;
    String event;
    Map<String, String> metadata;
    Validity validity;

    Parts(LineageEntry of) {
      source = of.source();
      target = of.target();
      type = of.type();
      masking = of.masking();
      confidence = of.confidence();
      transformation = of.transformation();
      producer = of.producer();
      job = of.job();
      event = of.event();
      metadata = of.metadata();
      validity = of.validity();
    }

    LineageEntry entry() {
      return new LineageEntry(
          source,
          target,
          type,
          masking,
          confidence,
          transformation,
          producer,
          job,
          event,
          metadata,
          validity);
    }
  }
}
