package dev.datamesh.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.Journal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() {
    try (DataFolder data = DataFolder.at(folder.resolve("data"))) {
      Journal catalog = data.journal("catalog");
      for (int i = 0; i < 10; i++) {
        catalog.append(List.of(new byte[50]));
      }
      data.journal("lineage").append(List.of(new byte[1]));
    }
  }

  private int mesh(String... words) {
    out.getBuffer().setLength(0);
    return Mesh.run(words, new PrintWriter(out), new PrintWriter(err));
  }

  private String data(String below) {
    return folder.resolve("data").resolve(below).toString();
  }

  @Test
  void whole_journals_are_told_so() {
    assertThat(mesh("journal", "check", data(""))).isZero();
    assertThat(out.toString())
        .contains("catalog: whole, 10 commits, revisions 1 to 10")
        .contains("lineage: whole, 1 commits");
    assertThat(mesh("journal", "check", "--json", data("catalog"))).isZero();
    assertThat(out.toString()).contains("\"whole\" : true", "\"head\" : 10");
  }

  @Test
  void damage_is_named_and_what_is_whole_is_salvaged() throws Exception {
    Path log = Path.of(data("catalog")).resolve("log-0000000000000000001.mesh");
    byte[] bytes = Files.readAllBytes(log);
    bytes[400] ^= 1;
    Files.write(log, bytes);

    assertThat(mesh("journal", "check", data("catalog"))).isEqualTo(1);
    assertThat(out.toString()).contains("DAMAGED", "log-0000000000000000001.mesh at byte");
    assertThat(mesh("journal", "salvage", data("catalog"))).as("%s", err).isEqualTo(1);
    assertThat(out.toString()).contains("catalog.salvaged: revisions 1 to");
    assertThat(mesh("journal", "check", data("catalog.salvaged"))).isZero();
  }

  @Test
  void figures_are_printed() {
    assertThat(mesh("journal", "stats", data(""))).isZero();
    assertThat(out.toString()).contains("head           10", "pieces         1");
    assertThat(mesh("journal", "stats", "--json", data(""))).isZero();
    assertThat(out.toString()).contains("\"oldest\" : 1");
  }

  @Test
  void a_folder_without_a_journal_is_refused() {
    assertThat(mesh("journal", "check", folder.toString())).isEqualTo(2);
    assertThat(mesh("journal", "check", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("Cannot find a journal", "no such folder");
  }
}
