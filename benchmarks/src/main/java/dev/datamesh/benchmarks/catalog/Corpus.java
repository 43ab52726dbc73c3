package dev.datamesh.benchmarks.catalog;

import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.catalog.CatalogBatch;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Port;
import dev.datamesh.core.product.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Products whose descriptions follow Zipf's law over 50,000 words. */
final class Corpus {

  static final int WORDS = 50_000;
  private static final int DOMAINS = 10;

  private final double[] cumulative = new double[WORDS];
  private final Random random = new Random(1);

  Corpus() {
    double sum = 0;
    for (int i = 0; i < WORDS; i++) {
      sum += 1.0 / (i + 1);
      cumulative[i] = sum;
    }
    for (int i = 0; i < WORDS; i++) {
      cumulative[i] /= sum;
    }
  }

  static String word(int rank) {
    return "w" + Integer.toString(rank, 36);
  }

  String text(int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      int at = Arrays.binarySearch(cumulative, random.nextDouble());
      text.append(word(Math.min(WORDS - 1, at < 0 ? -at - 1 : at))).append(' ');
    }
    return text.toString();
  }

  static Domains domains() {
    List<Domain> domains = new ArrayList<>();
    for (int i = 0; i < DOMAINS; i++) {
      domains.add(Domain.of("domain" + i, "team" + i + "@company.com"));
    }
    return new Domains(domains);
  }

  /** About 700 bytes in the log: six fields, a port, objectives, tags, 30 words. */
  DataProduct product(int number) {
    return DataProduct.builder("domain" + number % DOMAINS + ".product_" + number)
        .owner("team" + number % 97 + "@company.com")
        .description(text(30))
        .purpose("reports")
        .schema(
            "order_id: long!, customer_id: long!, amount: decimal(18,2), order_date: date, email:"
                + " string pii, region: string")
        .version("1.2.0")
        .tags("tag" + number % 100, "data")
        .tier(number % 3 == 0 ? Tier.GOLD : Tier.SILVER)
        .slos("availability", "99.9%", "latency_p99", "15 minutes")
        .ports(Port.of(Port.Kind.OUTPUT, "api", "GET /v1/product/" + number))
        .build();
  }

  void fill(Catalog catalog, int products) {
    catalog.declare(domains()).orThrow();
    CatalogBatch batch = catalog.batch();
    for (int i = 0; i < products; i++) {
      batch.register(product(i));
      if (i % 500 == 499 || i == products - 1) {
        batch.commit().orThrow();
        batch = catalog.batch();
      }
    }
  }
}
