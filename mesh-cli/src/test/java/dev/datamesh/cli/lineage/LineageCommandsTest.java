package dev.datamesh.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageCommandsTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void downstream_answers_hops_as_json() throws IOException {
    Path edges =
        edges("source,target,type,confidence,transformation\na,b,derived,0.9,sum\nb,c,,,\n");

    int code = run("lineage", "downstream", "a", "--edges", edges.toString(), "--json");

    assertThat(code).isZero();
    assertThat(out)
        .hasToString(
            "{\"root\": \"a\", \"complete\": true, \"nodes\": [{\"name\": \"b\", \"hops\": 1},"
                + " {\"name\": \"c\", \"hops\": 2}]}\n");
  }

  @Test
  void a_depth_bounds_the_walk_upstream() throws IOException {
    Path edges = edges("source,target\na,b\nb,c\n");

    assertThat(run("lineage", "upstream", "c", "--edges", edges.toString(), "--depth", "1"))
        .isZero();
    assertThat(out).hasToString("1  b\n");
  }

  @Test
  void impact_without_dependents_says_so() throws IOException {
    Path edges = edges("source,target\na,b\n");

    assertThat(run("lineage", "impact", "b", "--edges", edges.toString())).isZero();
    assertThat(out).hasToString("Impact of b\nNo downstream dependencies\n");
  }

  @Test
  void every_bad_row_is_named_and_nothing_is_answered() throws IOException {
    Path edges =
        edges("source,target,type,confidence\na,b,direct,1.2\na,,direct,1\na,b,guess,NaN\n");

    assertThat(run("lineage", "downstream", "a", "--edges", edges.toString(), "--debug"))
        .isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("3 rows are bad")
        .contains("edges.csv:2:1: Cannot use a confidence of 1.2")
        .contains("edges.csv:3:1: the edge has no target")
        .contains("edges.csv:4:1: Cannot read a lineage type \"guess\"");
  }

  @Test
  void a_folder_is_filled_and_asked() throws IOException {
    Path edges = edges("source,target,confidence\na,b,0.9\nb,c,7\nb,d,0.5\n");
    String data = folder.resolve("data").toString();

    assertThat(run("lineage", "import", edges.toString(), "--data", data)).isEqualTo(2);
    assertThat(run("lineage", "import", edges.toString(), "--data", data, "--skip-bad")).isZero();
    assertThat(err.toString()).contains("skipped").contains("edges.csv:3:1");
    assertThat(run("lineage", "add", "d", "a", "--data", data, "--type", "join")).isZero();
    assertThat(run("lineage", "path", "a", "d", "--data", data)).isZero();
    assertThat(run("lineage", "path", "c", "d", "--data", data)).isEqualTo(2);
    assertThat(run("lineage", "select", "@b", "--exclude", "a", "--data", data)).isZero();
    assertThat(run("lineage", "diff", "--from", "2001-01-01T00:00:00Z", "--data", data))
        .isEqualTo(1);
    assertThat(run("lineage", "stats", "--critical", "1", "--data", data)).isZero();
    assertThat(run("lineage", "check", "--data", data)).isEqualTo(1);
    assertThat(run("lineage", "export", "--format", "dot", "--data", data)).isZero();
    assertThat(out.toString())
        .contains("2 entries changed something")
        .contains("a -> d: 2 hops, direct, confidence 0.45")
        .contains("+ a -> b (direct, confidence 0.9)")
        .contains("cycles   1")
        .contains("circle: a, b, d")
        .contains("digraph lineage");
  }

  @Test
  void importing_a_file_that_is_not_there_makes_no_folder() {
    Path data = folder.resolve("data");
    String missing = folder.resolve("missing.csv").toString();

    assertThat(run("lineage", "import", missing, "--data", data.toString())).isNotZero();
    assertThat(err.toString()).contains("missing.csv");
    assertThat(data).doesNotExist();
  }

  @Test
  void a_command_without_a_graph_says_what_to_name() {
    assertThat(run("lineage", "downstream", "a")).isEqualTo(2);
    assertThat(err.toString()).contains("name either --edges or --data");
  }

  private Path edges(String text) throws IOException {
    return Files.writeString(folder.resolve("edges.csv"), text);
  }

  private int run(String... args) {
    return Mesh.run(args, new PrintWriter(out), new PrintWriter(err));
  }
}
