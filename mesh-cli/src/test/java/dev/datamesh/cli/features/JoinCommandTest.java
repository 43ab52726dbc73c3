package dev.datamesh.cli.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import dev.datamesh.core.frame.Frame;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinCommandTest {

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();

  @BeforeEach
  void files() throws IOException {
    write(
        "features.yml",
        """
        entities:
          customer: {keys: {customer: string}}
          shop: {keys: {shop: int64}}
        views:
          spend:
            entities: [customer, shop]
            ttl: PT6H
            source: {csv: spend.csv, eventTime: event_timestamp, createdTime: created}
            features: {amount: double, visits: int64}
          mood:
            entities: [customer]
            source: {csv: mood.csv, eventTime: event_timestamp}
            features: {word: string}
        services:
          all: {features: ["spend:visits", "mood:word"]}
        """);
    write(
        "spend.csv",
        """
        customer,shop,event_timestamp,created,amount,visits
        a,1,2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,1.5,1
        a,1,2024-01-01T00:00:00Z,2024-01-01T00:00:02Z,2.5,2
        a,2,2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,9,9
        b,1,2024-01-01T05:00:00+01:00,,7,
        """);
    write(
        "mood.csv",
        """
        customer,event_timestamp,word
        a,2023-01-01T00:00:00Z,""
        b,2023-01-01T00:00:00Z,"well, well"
        """);
    write(
        "spine.csv",
        """
        note,customer,shop,event_timestamp,label
        x,a,1,2024-01-01T06:00:00Z,01
        "",a,1,2024-01-01T06:00:00.000001Z,
        ,b,1,2024-01-01T05:00:00+01:00,3
        y,,1,2024-01-01T05:00:00Z,4
        x,a,1,2024-01-01T06:00:00Z,01
        """);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private int run(String... words) {
    return Mesh.run(words, new PrintWriter(new StringWriter()), new PrintWriter(err, true));
  }

  private int join(String features, String... more) {
    String[] words =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "features",
                    "join",
                    "--definitions",
                    folder.resolve("features.yml").toString(),
                    "--spine",
                    folder.resolve("spine.csv").toString(),
                    "--out",
                    folder.resolve("out.csv").toString(),
                    features.isEmpty() ? "--threads=1" : "--features=" + features),
                java.util.stream.Stream.of(more))
            .toArray(String[]::new);
    return run(words);
  }

  @Test
  void theSpinesRowsKeepTheirOrderAndTheirCellsAndTheFeaturesFollow() throws IOException {
    assertThat(join("mood:word,spend:amount,spend:visits")).as(err.toString()).isZero();

    assertThat(Files.readString(folder.resolve("out.csv")))
        .isEqualTo(
            """
            note,customer,shop,event_timestamp,label,word,amount,visits
            x,a,1,2024-01-01T06:00:00Z,01,"",2.5,2
            "",a,1,2024-01-01T06:00:00.000001Z,,"",,
            ,b,1,2024-01-01T05:00:00+01:00,3,"well, well",7.0,
            y,,1,2024-01-01T05:00:00Z,4,,,
            x,a,1,2024-01-01T06:00:00Z,01,"",2.5,2
            """);
  }

  @Test
  void aServiceStatusesAndEventTimesCanBeAskedFor() throws IOException {
    assertThat(join("", "--service=all", "--statuses", "--event-times", "--full-names"))
        .as(err.toString())
        .isZero();

    assertThat(Files.readAllLines(folder.resolve("out.csv")).get(0))
        .isEqualTo(
            "note,customer,shop,event_timestamp,label,spend__visits,spend__visits__status,"
                + "spend__visits__event_time,mood__word,mood__word__status,mood__word__event_time");
    assertThat(Files.readAllLines(folder.resolve("out.csv")).get(2))
        .endsWith(",,OUTSIDE_MAX_AGE,2024-01-01T00:00:00Z,\"\",PRESENT,2023-01-01T00:00:00Z");
  }

  @Test
  void whatIsMissingIsNamedWithWhatThereIs() throws IOException {
    assertThat(join("spend:amout")).isEqualTo(2);
    assertThat(join("spent:amount")).isEqualTo(2);
    assertThat(join("spend")).isEqualTo(2);
    assertThat(join("spend:amount", "--time=when")).isEqualTo(2);
    assertThat(join("")).isEqualTo(2);
    assertThat(err.toString())
        .contains("\"amout\" in view \"spend\": it has [amount, visits]")
        .contains("Cannot find view \"spent\": the store has [mood, spend]")
        .contains("expected view:feature")
        .contains("no column \"when\"")
        .contains("either --features or --service");
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  @Test
  void anOutputWhoseNameSaysNoFormatIsRefused() {
    assertThat(
            run(
                "features",
                "join",
                "--definitions=" + folder.resolve("features.yml"),
                "--spine=" + folder.resolve("spine.csv"),
                "--features=spend:amount",
                "--out=" + folder.resolve("out.txt")))
        .isEqualTo(2);

    assertThat(err.toString()).contains("out.txt: expected a name that ends in .csv");
    assertThat(folder.resolve("out.txt")).doesNotExist();
  }

  @Test
  void aRowThatIsNotThereIsNamedAsItWasAskedFor() {
    for (String row : new String[] {"0", "6", "-9223372036854775808"}) {
      assertThat(
              run(
                  "features",
                  "explain",
                  "--definitions=" + folder.resolve("features.yml"),
                  "--spine=" + folder.resolve("spine.csv"),
                  "--feature=spend:amount",
                  "--row=" + row))
          .isEqualTo(2);
      assertThat(err.toString()).contains("Cannot explain row %s,".formatted(row));
    }
  }

  @Test
  void aDataSetIsNotVerifiedWhereOneWasToBeSaved() {
    String definitions = "--definitions=" + folder.resolve("features.yml");
    String set = folder.resolve("set").toString();
    assertThat(run("features", "dataset", set, definitions)).isEqualTo(2);
    assertThat(run("features", "dataset", set, "--features=spend:amount")).isEqualTo(2);
    assertThat(run("features", "dataset", set, "--format=parquet")).isEqualTo(2);

    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.contains("Cannot save a data set without"));
  }

  @Test
  void aSpineWithoutTimeOrWithABadCellIsRefusedWithItsPlace() throws IOException {
    write("spine.csv", "customer,shop\na,1\n");
    assertThat(join("spend:amount")).isEqualTo(2);
    write("spine.csv", "customer,shop,event_timestamp\na,one,2024-01-01T00:00:00Z\n");
    assertThat(join("spend:amount")).isEqualTo(2);
    write("spine.csv", "customer,shop,event_timestamp\na,1,2024-01-01T00:00:00\n");
    assertThat(join("spend:amount")).isEqualTo(2);
    write("spine.csv", "customer,shop,event_timestamp,amount\na,1,2024-01-01T00:00:00Z,1\n");
    assertThat(join("spend:amount")).isEqualTo(2);

    assertThat(err.toString())
        .contains("no column tells the time")
        .contains("line 2 (row 1): column \"shop\": expected int64, found \"one\"")
        .contains("expected timestamp_tz with a zone")
        .contains("the spine has a column of that name; rename it");
  }

  @Test
  void definitionsAreCheckedWithAllTheirProblemsAtOnce() throws IOException {
    write(
        "features.yml",
        """
        entities:
          customer: {keys: {customer: strin}}
        views:
          spend:
            entities: [custmer]
            ttl: 6h
            source: {csv: spend.csv}
            features: {amount: float64}
            colour: red
        """);

    assertThat(join("spend:amount", "--debug")).isEqualTo(2);
    assertThat(err.toString())
        .contains("features.yml:2:31 /entities/customer/keys/customer: \"strin\" is no type")
        .contains("there is no entity \"custmer\"")
        .contains("\"6h\" is no ISO-8601 duration")
        .contains("/views/spend/source/eventTime: is missing")
        .contains("\"colour\" is not known here");
  }

  private String answer(int expected, String... words) {
    StringWriter out = new StringWriter();
    int code = Mesh.run(words, new PrintWriter(out), new PrintWriter(err, true));
    assertThat(code).as(err.toString()).isEqualTo(expected);
    return out.toString();
  }

  @Test
  void definitionsArePlannedAppliedListedAndShown() {
    String file = folder.resolve("features.yml").toString();
    String data = folder.resolve("data").toString();

    assertThat(answer(1, "features", "plan", "--definitions", file)).contains("add view spend");
    assertThat(answer(0, "features", "apply", "--definitions", file, "--data", data))
        .contains("add service all");
    assertThat(answer(0, "features", "apply", "--definitions", file, "--data", data))
        .isEqualTo("nothing to do\n");
    assertThat(answer(0, "features", "plan", "--definitions", file, "--data", data))
        .isEqualTo("nothing to do\n");
    assertThat(answer(0, "features", "list", "--data", data)).contains("view spend@v0");
    assertThat(answer(0, "features", "list", "--data", data, "--search", "spend VIS"))
        .isEqualTo("spend:visits\n");
    assertThat(answer(0, "features", "show", "spend", "--data", data))
        .contains("ttl PT6H, bounds closed")
        .contains("amount: float64");
  }

  private void onDemandDefinitions() throws IOException {
    write(
        "features.yml",
        """
        entities:
          customer: {keys: {customer: string}}
        views:
          mood:
            description: How they feel
            entities: [customer]
            owner: people@company.com
            domain: people
            tags: {pii: "yes"}
            source: {csv: mood.csv, eventTime: event_timestamp}
            features: {word: {type: string, description: one word}}
        on_demand_views:
          loud:
            description: The same in capitals
            owner: ml@company.com
            function: shout
            version: 2
            inputs: ["mood:word"]
            request: {times: int64}
            features: {words: {type: string, description: as often as asked}}
        services:
          talk: {owner: ml@company.com, description: All there is, features: ["mood:word", "loud:words"]}
        """);
  }

  @Test
  void viewsOnDemandViewsAndServicesAreShownWithAllThatIsKnown() throws IOException {
    onDemandDefinitions();
    String file = folder.resolve("features.yml").toString();

    assertThat(answer(0, "features", "show", "mood", "--definitions", file))
        .contains("view mood: How they feel")
        .contains("owner people@company.com, tags {pii=yes}")
        .contains("domain people")
        .contains("mood.csv by event_timestamp")
        .contains("word: string  one word")
        .contains("version 0 since ");
    assertThat(answer(0, "features", "show", "loud", "--definitions", file))
        .contains("on-demand view loud: The same in capitals")
        .contains("owner ml@company.com")
        .contains("function shout, version 2")
        .contains("from stored features [mood:word]")
        .contains("from the request times: int64")
        .contains("words: string  as often as asked")
        .contains("version 0 since ");
    assertThat(answer(0, "features", "show", "talk", "--definitions", file))
        .isEqualTo(
            """
            service talk: All there is
              owner ml@company.com, tags -
              mood:word
              loud:words
            """);
    assertThat(answer(0, "features", "list", "--definitions", file))
        .contains("on-demand view loud@v0  function shout")
        .contains("service talk  [mood:word, loud:words]");
    answer(2, "features", "show", "nothing", "--definitions", file);
    assertThat(err.toString())
        .contains("Cannot find view or service \"nothing\": there are [loud, mood, talk]");
  }

  @Test
  void aFeatureThatAJavaFunctionComputesIsRefusedWithTheReason() throws IOException {
    onDemandDefinitions();

    assertThat(join("mood:word,loud:words")).isEqualTo(2);
    assertThat(join("", "--service=talk")).isEqualTo(2);

    assertThat(err.toString())
        .contains("Cannot join loud:words on the command line")
        .contains("the Java function shout (version 2)");
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  @Test
  void aResultIsWrittenAsParquetWithItsTypesAndTakesAnOldFilesPlaceWhole() throws IOException {
    String out = folder.resolve("out.parquet").toString();
    for (int time = 0; time < 2; time++) {
      assertThat(
              run(
                  "features",
                  "join",
                  "--definitions",
                  folder.resolve("features.yml").toString(),
                  "--spine",
                  folder.resolve("spine.csv").toString(),
                  "--features",
                  "spend:amount,spend:visits",
                  "--out",
                  out))
          .as(err.toString())
          .isZero();
    }

    Frame read = dev.datamesh.parquet.ParquetFiles.at(Path.of(out)).read();
    assertThat(read.schema().toString())
        .isEqualTo(
            "note: string, customer: string, shop: int64, event_timestamp: timestamp_tz!,"
                + " label: string, amount: float64, visits: int64");
    assertThat(read.rows()).isEqualTo(5);
    assertThat(read.get(0, "amount")).isEqualTo(2.5);
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("."))).isEmpty();
    }
  }

  @Test
  void aValueIsExplainedAndADataSetKeptAndVerified() throws IOException {
    String file = folder.resolve("features.yml").toString();
    String spine = folder.resolve("spine.csv").toString();
    String set = folder.resolve("set").toString();

    assertThat(
            answer(
                0,
                "features",
                "explain",
                "--definitions",
                file,
                "--spine",
                spine,
                "--row",
                "1",
                "--feature",
                "spend:amount"))
        .contains("PRESENT 2.5")
        .contains("superseded");
    answer(
        0,
        "features",
        "dataset",
        set,
        "--definitions",
        file,
        "--spine",
        spine,
        "--features",
        "spend:amount");
    assertThat(answer(0, "features", "dataset", set)).contains("5 rows, as saved");
    answer(
        0,
        "features",
        "dataset",
        set + "-typed",
        "--definitions",
        file,
        "--spine",
        spine,
        "--features",
        "spend:amount",
        "--format",
        "parquet");
    assertThat(folder.resolve("set-typed/data.parquet")).exists();
    assertThat(answer(0, "features", "dataset", set + "-typed")).contains("5 rows, as saved");
    Files.writeString(folder.resolve("set/data.csv.gz"), "other");
    assertThat(answer(1, "features", "dataset", set)).contains("SHA-256");
  }
}
