package dev.datamesh.examples.marketplace;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.examples.marketplace.retail.Invoice;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.FeatureVector;
import dev.datamesh.featurestore.Materialization;
import dev.datamesh.featurestore.PreparedFeatures;
import dev.datamesh.featurestore.definition.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Step 7: the newest values, looked up by key in process. */
final class ServingStep {

  private static final int BATCH = 100;

  private ServingStep() {}

  static void tell(
      Terminal terminal, FeatureStore store, List<Invoice> invoices, Instant now, Results results) {
    terminal.step(7, "Serving: what is true now, in process");
    Materialization run = store.materialize(Instant.EPOCH, now, terminal);
    run.rows().forEach((view, rows) -> terminal.say("%-26s %,9d rows brought online", view, rows));

    PreparedFeatures churn = store.prepareService(FeaturesStep.CHURN_SERVICE);
    List<Map<String, String>> keys = lastCustomers(invoices);
    FeatureVector one = churn.get(keys.get(0), now);
    terminal.say("Customer %s as of %s:", keys.get(0).get("customer_id"), now);
    for (String feature : one.names()) {
      terminal.say(
          "    %-26s %-12s %-16s %s",
          feature,
          one.value(feature),
          one.status(feature),
          one.eventTime(feature).map(Instant::toString).orElse("-"));
    }

    long started = System.nanoTime();
    List<FeatureVector> hundred = churn.get(keys, now);
    long nanos = System.nanoTime() - started;
    Map<Status, Integer> statuses = new EnumMap<>(Status.class);
    for (FeatureVector vector : hundred) {
      vector.names().forEach(feature -> statuses.merge(vector.status(feature), 1, Integer::sum));
    }
    terminal.say("%d customers in one call, %.2f ms: %s", hundred.size(), nanos / 1e6, statuses);
    Map<String, String> lapsed = lapsedCustomer(invoices);
    terminal.say(
        "Customer %s, who left long ago: %s",
        lapsed.get("customer_id"), churn.get(lapsed, now).status("total_purchases_30d"));
    terminal.say(
        "A customer nobody knows: %s",
        churn.get(Map.of("customer_id", "nobody"), now).status("total_purchases_30d"));
    results.write("served.csv", served(keys, hundred)::writeCsv);
    terminal.done();
  }

  /** The customers of the last invoices, the very last first. */
  private static List<Map<String, String>> lastCustomers(List<Invoice> invoices) {
    return invoices.stream()
        .filter(Invoice::isSale)
        .sorted(Comparator.comparingLong(Invoice::time).reversed())
        .flatMap(invoice -> invoice.customer().stream())
        .distinct()
        .limit(BATCH)
        .map(customer -> Map.of("customer_id", customer))
        .toList();
  }

  /** A customer who has not bought for so long that the values are too old to be served. */
  private static Map<String, String> lapsedCustomer(List<Invoice> invoices) {
    return invoices.stream()
        .filter(Invoice::isSale)
        .filter(invoice -> invoice.customer().isPresent())
        .collect(
            Collectors.toMap(
                i -> i.customer().orElseThrow(), Invoice::time, Math::max, TreeMap::new))
        .entrySet()
        .stream()
        .min(Map.Entry.comparingByValue())
        .map(entry -> Map.of("customer_id", entry.getKey()))
        .orElseThrow();
  }

  private static Frame served(List<Map<String, String>> keys, List<FeatureVector> vectors) {
    var builder =
        Frame.builder(
            Schema.of(
                "customer_id: string!, feature: string!, value: string, status: string!,"
                    + " event_timestamp: timestamp_tz"));
    for (int i = 0; i < vectors.size(); i++) {
      FeatureVector vector = vectors.get(i);
      for (String feature : vector.names()) {
        Object value = vector.value(feature);
        builder.row(
            keys.get(i).get("customer_id"),
            feature,
            value == null ? null : value.toString(),
            vector.status(feature).toString(),
            vector.eventTime(feature).orElse(null));
      }
    }
    return builder.build();
  }
}
