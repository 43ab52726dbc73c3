package dev.datamesh.cli.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingCommandsTest {

  @TempDir Path folder;
  private String output = "";

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
            online: true
            source: {csv: spend.csv, eventTime: at}
            features: {amount: float64, visits: int64}
          mood:
            entities: [customer]
            online: true
            source: {csv: mood.csv, eventTime: at}
            features: {word: string}
        services:
          all: {features: ["spend:amount", "mood:word"]}
        """);
    write(
        "spend.csv",
        """
        customer,shop,at,amount,visits
        a,1,2024-01-01T00:00:00Z,1.5,1
        a,1,2024-01-01T05:00:00Z,,2
        b,2,2024-01-01T05:00:00Z,7,3
        """);
    write("mood.csv", "customer,at,word\na,2023-01-01T00:00:00Z,\"well, well\"\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private int run(String command, String... more) {
    List<String> words =
        new ArrayList<>(List.of("features", command, "--store", folder.resolve("data").toString()));
    words.addAll(List.of(more));
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    int code = Mesh.run(words.toArray(new String[0]), out, out);
    output = text.toString();
    return code;
  }

  private void applied() {
    assertThat(
            run(
                "materialize",
                "--definitions",
                folder.resolve("features.yml").toString(),
                "--ingest",
                "--to",
                "2024-01-01T06:00:00Z"))
        .as(() -> output)
        .isZero();
  }

  @Test
  void one_command_applies_ingests_and_materializes_and_the_next_one_serves() {
    applied();
    assertThat(output)
        .contains("spend: 3 rows appended")
        .contains("mood: 1 rows materialized")
        .contains("spend: 3 rows materialized");

    assertThat(
            run("get", "--service", "all", "--key", "customer=a,shop=1", "--json", "--at=" + NOON))
        .as(() -> output)
        .isZero();
    assertThat(output.strip())
        .isEqualTo(
            "{\"customer\":\"a\",\"shop\":1,\"amount\":null,\"amount__status\":\"OUTSIDE_MAX_AGE\","
                + "\"amount__event_time\":\"2024-01-01T05:00:00Z\",\"word\":\"well, well\","
                + "\"word__status\":\"PRESENT\",\"word__event_time\":\"2023-01-01T00:00:00Z\"}");
    assertThat(
            run(
                "get",
                "--features",
                "spend@v0:visits",
                "--key",
                "customer=b,shop=2",
                "--stale",
                "--at=" + NOON))
        .isZero();
    assertThat(output).contains("visits").contains("3").contains("OUTSIDE_MAX_AGE");
  }

  private static final String NOON = "2024-01-01T12:00:00Z";

  @Test
  void a_pushed_row_is_served_and_an_older_one_replaces_nothing() throws IOException {
    applied();
    Path rows =
        write(
            "rows.csv",
            """
            customer,shop,at,amount,visits
            b,2,2024-01-01T11:00:00Z,8,4
            b,2,2024-01-01T10:00:00Z,9,5
            ,2,2024-01-01T10:00:00Z,9,5
            b,2,,9,5
            """);
    assertThat(run("push", "--view", "spend", "--rows", rows.toString(), "--block", "2"))
        .as(() -> output)
        .isZero();
    assertThat(output)
        .contains("4 rows pushed, 1 without a time and 1 without a key")
        .doesNotContain("mesh:");

    Path keys = write("keys.csv", "shop,customer\n2,b\n1,nobody\n");
    assertThat(
            run(
                "get",
                "--features=spend:amount",
                "--keys",
                keys.toString(),
                "--json",
                "--at=" + NOON))
        .as("of one key nothing is known")
        .isEqualTo(1);
    assertThat(output.lines())
        .containsExactly(
            "{\"customer\":\"b\",\"shop\":2,\"amount\":8.0,\"amount__status\":\"PRESENT\","
                + "\"amount__event_time\":\"2024-01-01T11:00:00Z\"}",
            "{\"customer\":\"nobody\",\"shop\":1,\"amount\":null,\"amount__status\":\"NOT_FOUND\","
                + "\"amount__event_time\":null}");
  }

  @Test
  void a_run_between_two_times_takes_what_lies_between_them() {
    assertThat(
            run(
                "materialize",
                "--definitions",
                folder.resolve("features.yml").toString(),
                "--ingest",
                "--quiet",
                "--from",
                "2024-01-01T00:00:00Z",
                "--to",
                "2024-01-01T04:00:00Z"))
        .as(() -> output)
        .isZero();
    assertThat(output).contains("spend: 1 rows").contains("mood: 0 rows");
    assertThat(run("materialize", "--to", NOON)).isZero();
    assertThat(run("materialize", "--to", NOON)).isZero();
    assertThat(output).contains("spend: 0 rows").contains("mood: 0 rows");
  }

  @Test
  void what_is_wrong_is_said_in_one_line() throws IOException {
    assertThat(run("get", "--features=spend:amount", "--key=customer=a,shop=1")).isEqualTo(2);
    assertThat(output).contains("there is none; --definitions makes one");
    applied();
    assertThat(run("get", "--features=spend:amount", "--key=customer=a")).isEqualTo(2);
    assertThat(output).contains("expected customer: string, shop: int64").hasLineCount(1);
    assertThat(run("get", "--key=customer=a")).isEqualTo(2);
    assertThat(run("get", "--features=spend:amout", "--key=customer=a,shop=1")).isEqualTo(2);
    assertThat(output).contains("amout");
    assertThat(run("get", "--features=spend:amount", "--key=customer=a,shop=x")).isEqualTo(2);
    Path rows = write("rows.csv", "customer,at,amount,visits\n");
    assertThat(run("push", "--view=spend", "--rows", rows.toString())).isEqualTo(2);
    assertThat(output).contains("shop");
    assertThat(run("push", "--view=spend", "--rows", rows + ".xls")).isEqualTo(2);
    assertThat(output).contains(".jsonl");
    Path late = write("late.csv", "customer,shop,at,amount,visits\na,1,2524-01-01T00:00:00Z,1,1\n");
    assertThat(run("push", "--view=spend", "--rows", late.toString())).isEqualTo(2);
    assertThat(output).contains("in the future");
  }

  @Test
  void progress_says_view_rows_rate_and_time_left() {
    StringWriter text = new StringWriter();
    long[] now = {0};
    ProgressLine line = new ProgressLine(new PrintWriter(text), 2, () -> now[0]);
    assertThat(line.report("materialize a@v0", 0, 100)).isTrue();
    assertThat(text.toString()).as("nothing before a second").isEmpty();
    now[0] = 2_000_000_000L;
    line.report("materialize a@v0", 50, 100);
    line.end();
    assertThat(text.toString())
        .contains("materialize a@v0 (view 1 of 2): 50 of 100 rows, 25 rows/s, 2.0 s left");
  }

  @Test
  void what_holds_for_everybody_is_read_without_a_key() throws IOException {
    Path definitions =
        write(
            "rate.yml",
            """
            views:
              rate:
                online: true
                source: {csv: rate.csv, eventTime: at}
                features: {r: float64}
            """);
    write("rate.csv", "at,r\n2024-01-01T00:00:00Z,0.5\n");
    assertThat(run("materialize", "--definitions", definitions.toString(), "--ingest")).isZero();

    assertThat(run("get", "--features", "rate:r", "--json")).as(() -> output).isZero();
    assertThat(output).contains("\"r\":0.5,\"r__status\":\"PRESENT\"");
    assertThat(run("get", "--features", "rate:r", "--keys", folder.resolve("rate.csv").toString()))
        .isEqualTo(2);
    assertThat(output).contains("hold for everybody");
  }

  @Test
  void a_key_that_stands_twice_is_not_one_entitys() {
    applied();

    assertThat(run("get", "--features", "mood:word", "--key", "customer=b,customer=a"))
        .isEqualTo(2);
    assertThat(output).contains("\"customer\" stands twice");
    assertThat(run("get", "--features", "mood:word", "--key", "customer")).isEqualTo(2);
    assertThat(run("get", "--features", "mood:word", "--key", "=a")).isEqualTo(2);
  }

  @Test
  void times_that_a_run_would_refuse_are_refused_before_rows_are_appended() {
    String definitions = folder.resolve("features.yml").toString();
    for (String times :
        List.of(
            "--from=2024-01-02T00:00:00Z --to=2024-01-01T00:00:00Z",
            "--to=+10000-01-01T00:00:00Z",
            "--from=0000-01-01T00:00:00Z")) {
      List<String> words = new ArrayList<>(List.of("--definitions", definitions, "--ingest"));
      words.addAll(List.of(times.split(" ")));

      assertThat(run("materialize", words.toArray(new String[0]))).as(times).isEqualTo(2);
      assertThat(output).contains("Cannot materialize").doesNotContain("appended");
    }
  }

  @Test
  void a_push_that_fails_says_what_was_pushed_before() throws IOException {
    applied();
    Path rows =
        write(
            "mixed.csv",
            "customer,at,word\nc,2024-01-01T00:00:00Z,x\nd,2024-01-01T00:00:00Z,y\ne,then,z\n");

    assertThat(run("push", "--view", "mood", "--rows", rows.toString(), "--block", "1"))
        .isEqualTo(2);
    assertThat(output).contains("mood: 1 rows pushed before the block that failed");
  }

  @Test
  void a_folder_without_features_is_left_alone() throws IOException {
    Path other = Files.createDirectory(folder.resolve("data"));

    assertThat(run("get", "--features", "mood:word", "--key", "customer=a")).isEqualTo(2);
    assertThat(output).contains("there is none; --definitions makes one");
    assertThat(run("materialize")).isEqualTo(2);
    try (java.util.stream.Stream<Path> files = Files.list(other)) {
      assertThat(files).isEmpty();
    }
  }
}
