package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.spi.FrameFormat;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Registry;
import dev.datamesh.featurestore.registry.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Features as of times: joins, their explanations, and data sets of them. For many threads. */
final class PastFeatures {

  private final RegistryBook book;
  private final OfflineRows offline;
  private final Intake intake;
  private final OnDemandFunctions functions;

  PastFeatures(RegistryBook book, OfflineRows offline, Intake intake, OnDemandFunctions functions) {
    this.book = book;
    this.offline = offline;
    this.intake = intake;
    this.functions = functions;
  }

  /** A request against the definitions that it means, over all rows that were pushed before. */
  JoinPlan plan(HistoricalRequest request) {
    intake.flush();
    Registry known = request.knownAt().map(book::at).orElseGet(book::registry);
    return new JoinPlan(request, known, offline, functions);
  }

  Frame featuresBetween(Instant from, Instant to, HistoricalRequest request) {
    if (from.isAfter(to)) {
      throw new InvalidInputException(
          "Cannot take features from %s to %s: nothing lies between".formatted(from, to));
    }
    HistoricalRequest ranged = request.timeColumn(RangeSpine.TIME);
    JoinPlan plan = plan(ranged);
    RangeSpine spine = new RangeSpine(ranged, Micros.down(from), Micros.down(to));
    return plan.join(spine.of(plan.views(), offline));
  }

  Explanation explain(Frame spine, long row, HistoricalRequest request) {
    JoinPlan plan = plan(request);
    plan.requireStoredFirst();
    Version<FeatureView> view = plan.views().get(0);
    return new Explainer(request, plan.references().get(0), view.definition(), offline.of(view))
        .explain(spine, row);
  }

  SavedDataset save(
      Path into, @Nullable FrameFormat format, Frame spine, HistoricalRequest request) {
    JoinPlan plan = plan(request);
    // Others push and erase meanwhile: what was erased is counted before the rows are read, and
    // what there is after, so that rather too many rows count as erased later than too few.
    Map<String, Long> erased = new TreeMap<>();
    for (Version<FeatureView> view : plan.views()) {
      long end = offline.ingestEnd(view, request);
      erased.put(plan.nameOf(view), offline.erasedBelow(view, end));
    }
    Frame joined = plan.join(spine);
    Map<String, Long> sequences = new TreeMap<>();
    for (Version<FeatureView> view : plan.views()) {
      sequences.put(plan.nameOf(view), offline.ingestEnd(view, request));
    }
    return SavedDataset.save(
        into,
        joined,
        new SavedDataset.Draft(
            format, request.toString(), plan.versions(), plan.policies(), sequences, erased));
  }

  List<ErasedRows> erasedSince(SavedDataset saved) {
    intake.flush();
    List<ErasedRows> found = new ArrayList<>();
    saved
        .sequences()
        .forEach(
            (view, sequence) -> {
              int number = saved.versions().getOrDefault(view, 0);
              String name = view.replaceFirst("@.*", "");
              Version<FeatureView> version = book.registry().view(name, OptionalInt.of(number));
              long before = saved.erased().getOrDefault(view, 0L);
              found.add(new ErasedRows(view, offline.erasedBelow(version, sequence) - before));
            });
    return List.copyOf(found);
  }
}
