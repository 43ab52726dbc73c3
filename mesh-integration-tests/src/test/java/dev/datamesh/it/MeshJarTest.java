package dev.datamesh.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as users start it: one jar, nothing beside it. */
class MeshJarTest {

  private static final String EDGES =
      """
      source,target,type,confidence,transformation
      raw,orders,direct,1.0,
      orders,revenue,aggregated,0.9,sum
      orders,shipments,derived,,
      revenue,board,direct,1.0,
      """;

  @TempDir Path folder;

  @Test
  void tellsItsVersion() throws Exception {
    ChildJvm.Result result = mesh("--version");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().strip()).isEqualTo("mesh " + System.getProperty("mesh.version"));
  }

  @Test
  void everySubcommandOfTheHelpHasAHelpOfItsOwn() throws Exception {
    for (String command : List.of("contract", "domains", "features", "lineage")) {
      ChildJvm.Result result = mesh(command, "--help");
      assertThat(result.exitCode()).as(command).isZero();
      assertThat(result.out()).contains("Usage: mesh " + command);
    }
  }

  @Test
  void answersDownstreamWithExactHopsAsJson() throws Exception {
    Files.writeString(folder.resolve("edges.csv"), EDGES);

    ChildJvm.Result result =
        mesh("lineage", "downstream", "raw", "--edges", "edges.csv", "--depth", "2", "--json");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("\"root\"")
        .contains("\"orders\"")
        .contains("\"revenue\"")
        .contains("\"shipments\"")
        .doesNotContain("\"board\"");
  }

  @Test
  void aBreakingContractIsExitCodeOne() throws Exception {
    Files.writeString(
        folder.resolve("old.json"),
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\"}}}");
    Files.writeString(
        folder.resolve("new.json"),
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}}}");

    assertThat(mesh("contract", "diff", "old.json", "new.json").exitCode()).isEqualTo(1);
    assertThat(mesh("contract", "diff", "old.json", "old.json").exitCode()).isZero();
    assertThat(mesh("contract", "diff", "old.json", "none.json").exitCode()).isEqualTo(2);
  }

  @Test
  void joinsFromCsvIntoParquetAndReadsItBackAsASource() throws Exception {
    Files.writeString(
        folder.resolve("spend.csv"),
        """
        customer,event_timestamp,amount
        C-1,2024-01-15T00:00:00Z,12.5
        C-1,2024-01-16T00:00:00Z,20.0
        """);
    Files.writeString(
        folder.resolve("spine.csv"),
        """
        customer,event_timestamp
        C-1,2024-01-15T12:00:00Z
        """);
    String entities = "entities: {customer: {keys: {customer: string}}}\n";
    Files.writeString(
        folder.resolve("csv.yml"),
        entities
            + "views: {spend: {entities: [customer], source: {csv: spend.csv, eventTime:"
            + " event_timestamp}, features: {amount: float64}}}\n");
    Files.writeString(
        folder.resolve("parquet.yml"),
        entities
            + "views: {joined: {entities: [customer], source: {parquet: joined.parquet, eventTime:"
            + " event_timestamp}, features: {amount: float64}}}\n");

    ChildJvm.Result written = join("csv.yml", "spend:amount", "joined.parquet");
    ChildJvm.Result read = join("parquet.yml", "joined:amount", "again.csv");

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(read.exitCode()).as(read.err()).isZero();
    assertThat(Files.readString(folder.resolve("again.csv"))).contains("C-1,").contains("12.5");
  }

  private ChildJvm.Result join(String definitions, String features, String out) throws Exception {
    return mesh(
        "features",
        "join",
        "--definitions",
        definitions,
        "--spine",
        "spine.csv",
        "--features",
        features,
        "--out",
        out);
  }

  private ChildJvm.Result mesh(String... words) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("-jar", BuiltJars.module("mesh-cli").resolve("target/mesh.jar").toString()));
    arguments.addAll(List.of(words));
    return ChildJvm.run(arguments, folder);
  }
}
