package dev.datamesh.benchmarks.catalog;

import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.catalog.ProductQuery;
import dev.datamesh.core.catalog.SearchQuery;
import dev.datamesh.core.product.DataProduct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Two words in 100,000 products, beside Lucene with one merged segment in memory. */
final class Searches {

  private static final int PRODUCTS = 100_000;
  private static final int QUERIES = 10_000;

  private Searches() {}

  static void run() throws IOException {
    Catalog catalog = Catalog.inMemory();
    new Corpus().fill(catalog, PRODUCTS);
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()))) {
      String cursor = "";
      do {
        var page = catalog.list(ProductQuery.all().limit(10_000).after(cursor));
        for (DataProduct product : page.products()) {
          Document document = new Document();
          document.add(new TextField("all", product.description(), Field.Store.NO));
          writer.addDocument(document);
        }
        cursor = page.next();
      } while (!cursor.isEmpty());
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        List<String> rare = words(reader, 0.002, 0.01);
        List<String> common = words(reader, 0.1, 0.9);
        measure("two words in 0.2 to 1 %, both", catalog, searcher, rare, true, QUERIES);
        measure("two words in 0.2 to 1 %, any", catalog, searcher, rare, false, QUERIES);
        measure("two words in 10 to 90 %, both", catalog, searcher, common, true, 1_000);
        measure("two words in 10 to 90 %, any", catalog, searcher, common, false, 1_000);
      }
    }
  }

  private static List<String> words(DirectoryReader reader, double least, double most)
      throws IOException {
    List<String> words = new ArrayList<>();
    for (int rank = 0; rank < Corpus.WORDS; rank++) {
      String word = Corpus.word(rank);
      double share = reader.docFreq(new Term("all", word)) / (double) PRODUCTS;
      if (share >= least && share <= most) {
        words.add(word);
      }
    }
    return words;
  }

  private static void measure(
      String what,
      Catalog catalog,
      IndexSearcher searcher,
      List<String> words,
      boolean all,
      int queries)
      throws IOException {
    Random random = new Random(9);
    long[] own = new long[queries];
    long[] lucene = new long[queries];
    for (int i = -queries; i < queries; i++) {
      String one = words.get(random.nextInt(words.size()));
      String two = words.get(random.nextInt(words.size()));
      BooleanClause.Occur occur = all ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD;
      SearchQuery query = SearchQuery.of(one + " " + two);
      query = all ? query : query.any();
      long start = CatalogFigures.cpu();
      long total = catalog.search(query).total();
      long middle = CatalogFigures.cpu();
      BooleanQuery peer =
          new BooleanQuery.Builder()
              .add(new TermQuery(new Term("all", one)), occur)
              .add(new TermQuery(new Term("all", two)), occur)
              .build();
      int hits = searcher.search(peer, 50).scoreDocs.length;
      long end = CatalogFigures.cpu();
      if (hits != Math.min(50, total)) {
        throw new IllegalStateException(
            "%s %s: %d hits against %d".formatted(one, two, total, hits));
      }
      if (i >= 0) {
        own[i] = middle - start;
        lucene[i] = end - middle;
      }
    }
    Arrays.sort(own);
    Arrays.sort(lucene);
    CatalogFigures.print(
        "%s, top 50: median %.1f us, p99 %.1f us; Lucene median %.1f us, p99 %.1f us (%d words)",
        what,
        own[queries / 2] / 1e3,
        own[queries * 99 / 100] / 1e3,
        lucene[queries / 2] / 1e3,
        lucene[queries * 99 / 100] / 1e3,
        words.size());
  }
}
