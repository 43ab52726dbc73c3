package dev.datamesh.benchmarks.formats;

import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * Avro pairs beside the Avro library, and ODCS contracts of many columns; alternating rounds in one
 * process, thread CPU time, medians.
 */
public final class FormatFigures {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 31;

  private FormatFigures() {}

  public static void main(String[] args) {
    avro(10);
    avro(200);
    avro(1_000);
    odcs(2_000);
  }

  private static void avro(int fields) {
    String before = record(fields, "long");
    String after = record(fields, "double");
    Contract older = Contract.read(before, "old.avsc", "avro");
    Contract newer = Contract.read(after, "new.avsc", "avro");
    Schema writer = new Schema.Parser().parse(before);
    Schema reader = new Schema.Parser().parse(after);
    Comparison library =
        Comparison.standard().withProfile(dev.datamesh.contracts.Formats.profile("avro"));
    int repeat = Math.max(1, 20_000 / fields);
    Runnable theirs =
        () -> SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
    Runnable ours = () -> older.diffTo(newer, library).verdict();
    Runnable whole = () -> older.diffTo(newer).verdict();
    double[] peer = new double[ROUNDS];
    double[] own = new double[ROUNDS];
    double[] all = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      peer[round] = micros(theirs, repeat);
      own[round] = micros(ours, repeat);
      all[round] = micros(whole, repeat);
    }
    double[] ratios = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      ratios[i] = own[i] / peer[i];
    }
    System.out.printf(
        "avro %,d fields: library %.1f us, profile avro %.1f us (ratio %.2f), all findings %.1f"
            + " us%n",
        fields, median(peer), median(own), median(ratios), median(all));
  }

  private static String record(int fields, String type) {
    StringBuilder text = new StringBuilder("{\"type\":\"record\",\"name\":\"R\",\"fields\":[");
    for (int i = 0; i < fields; i++) {
      String kind =
          switch (i % 4) {
            case 0 -> "\"" + type + "\"";
            case 1 -> "[\"null\",\"string\"]";
            case 2 -> "{\"type\":\"array\",\"items\":\"int\"}";
            default -> "\"string\"";
          };
      text.append(i == 0 ? "" : ",")
          .append("{\"name\":\"field_")
          .append(i)
          .append("\",\"type\":")
          .append(kind)
          .append('}');
    }
    return text.append("]}").toString();
  }

  private static void odcs(int columns) {
    Contract older = Contract.read(contract(columns, "varchar(10)"), "old.yaml");
    Contract newer = Contract.read(contract(columns, "varchar(20)"), "new.yaml");
    double[] own = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      own[round] = micros(() -> older.diffTo(newer).verdict(), 5);
    }
    System.out.printf(
        "odcs %,d columns, %,d of them changed: diff %.2f ms%n",
        columns, older.diffTo(newer).findings().size(), median(own) / 1_000);
  }

  private static String contract(int columns, String type) {
    StringBuilder text =
        new StringBuilder(
            "apiVersion: v3.1.0\nkind: DataContract\nid: wide\nversion: 1.0.0\nstatus: active\n"
                + "schema:\n  - name: wide\n    properties:\n");
    for (int i = 0; i < columns; i++) {
      text.append("      - name: column_")
          .append(i)
          .append("\n        logicalType: string\n        physicalType: ")
          .append(i % 10 == 0 ? type : "varchar(30)")
          .append("\n        required: ")
          .append(i % 3 == 0)
          .append('\n');
    }
    return text.toString();
  }

  private static double micros(Runnable work, int repeat) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < repeat; i++) {
      work.run();
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1_000.0 / repeat;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
