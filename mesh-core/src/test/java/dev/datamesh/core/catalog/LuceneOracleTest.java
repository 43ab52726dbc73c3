package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.schema.Field;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.util.CharTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

/** Search finds what Lucene finds in the same documents, replaced and deleted ones included. */
class LuceneOracleTest {

  private static final List<String> WORDS =
      List.of(
          "daily",
          "Revenue",
          "pagos",
          "Logística",
          "envíos",
          "order",
          "orders",
          "señal",
          "API",
          "über",
          "churn",
          "Größe",
          "customer_id",
          "net-sales",
          "x1",
          "x12",
          "naïve",
          "Ærø");

  private static final Analyzer FOLDING =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer words = CharTokenizer.fromTokenCharPredicate(Character::isLetterOrDigit);
          return new TokenStreamComponents(
              words, new ASCIIFoldingFilter(new LowerCaseFilter(words)));
        }
      };

  private final long seed = Long.getLong("mesh.seed", 99);
  private final Random random = new Random(seed);

  private String text(int words) {
    return random
        .ints(words, 0, WORDS.size())
        .mapToObj(WORDS::get)
        .collect(Collectors.joining(" "));
  }

  private DataProduct product(int number) {
    return DataProduct.builder("ventas.p" + number)
        .owner("team" + random.nextInt(4) + "@company.com")
        .description(text(random.nextInt(6)))
        .purpose(text(random.nextInt(3)))
        .tags(text(1), text(1))
        .schema(new dev.datamesh.core.schema.Schema(List.of(Field.nullable(text(1), TYPE))))
        .build();
  }

  private static final dev.datamesh.core.schema.FieldType TYPE =
      dev.datamesh.core.schema.FieldType.Primitive.STRING;

  private static Document document(DataProduct product) {
    Document document = new Document();
    document.add(new StringField("id", product.id().toString(), Store.YES));
    add(document, "name", product.id().name());
    add(document, "domain", product.id().domain());
    add(document, "owner", product.owner());
    add(document, "description", product.description());
    add(document, "purpose", product.purpose());
    product.tags().forEach(tag -> add(document, "tags", tag));
    product.schema().names().forEach(name -> add(document, "columns", name));
    return document;
  }

  private static void add(Document document, String field, String text) {
    document.add(new TextField(field, text, Store.NO));
    document.add(new TextField("all", text, Store.NO));
  }

  @Test
  void every_random_query_matches_the_same_products() throws IOException {
    try (Catalog catalog = Catalogs.declared(Catalog.inMemory());
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(FOLDING))) {
      for (int i = 0; i < 1_500; i++) {
        DataProduct product = product(random.nextInt(700));
        Term id = new Term("id", product.id().toString());
        if (catalog.find(product.id()).isEmpty()) {
          catalog.register(product).orThrow();
          writer.addDocument(document(product));
        } else if (random.nextInt(5) == 0) {
          catalog.delete(product.id()).orThrow();
          writer.deleteDocuments(id);
        } else {
          catalog.update(product.id(), old -> product.toBuilder()).orThrow();
          writer.updateDocument(id, document(product));
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        for (int i = 0; i < 2_000; i++) {
          compare(catalog, searcher);
        }
      }
    }
  }

  private void compare(Catalog catalog, IndexSearcher searcher) throws IOException {
    boolean any = random.nextInt(3) == 0;
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    StringBuilder words = new StringBuilder();
    int terms = 1 + random.nextInt(3);
    for (int i = 0; i < terms; i++) {
      String word = WORDS.get(random.nextInt(WORDS.size()));
      String field =
          random.nextInt(3) > 0
              ? "all"
              : List.of("description", "tags", "columns", "purpose", "owner")
                  .get(random.nextInt(5));
      boolean prefix = random.nextInt(4) == 0;
      String cut = prefix ? word.substring(0, 1 + random.nextInt(word.length())) : word;
      words.append(field.equals("all") ? "" : field + ":").append(cut).append(prefix ? "* " : " ");
      add(query, field, cut, prefix, any);
    }
    Set<String> expected = new TreeSet<>();
    for (ScoreDoc hit : searcher.search(query.build(), 10_000).scoreDocs) {
      expected.add(searcher.storedFields().document(hit.doc).get("id"));
    }
    SearchQuery mine = SearchQuery.of(words.toString()).limit(10_000);
    SearchPage page = catalog.search(any ? mine.any() : mine);
    Set<String> found = new TreeSet<>();
    page.hits().forEach(hit -> found.add(hit.entry().id().toString()));
    assertThat(found)
        .as("-Dmesh.seed=%d, %s of \"%s\"", seed, any ? "any" : "all", words)
        .isEqualTo(expected);
    assertThat(page.total()).isEqualTo(expected.size());
  }

  private static void add(
      BooleanQuery.Builder query, String field, String text, boolean prefix, boolean any)
      throws IOException {
    BooleanClause.Occur occur = any ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST;
    List<String> tokens = new java.util.ArrayList<>();
    try (TokenStream stream = FOLDING.tokenStream(field, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        tokens.add(term.toString());
      }
      stream.end();
    }
    for (int i = 0; i < tokens.size(); i++) {
      Term term = new Term(field, tokens.get(i));
      boolean last = i == tokens.size() - 1;
      Query part = prefix && last ? new PrefixQuery(term) : new TermQuery(term);
      query.add(part, occur);
    }
  }
}
