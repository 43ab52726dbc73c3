package dev.datamesh.benchmarks.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The document reader beside Jackson's tree and snakeyaml-engine's compose, on a document of
 * contracts: thread CPU time, in turns. Argument: rounds.
 */
public final class ReaderFigures {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ReaderFigures() {}

  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    Node tree = document(1_500);
    String json = DocumentWriter.json().write(tree);
    String yaml = DocumentWriter.yaml().write(tree);
    byte[] jsonBytes = json.getBytes(StandardCharsets.UTF_8);
    byte[] yamlBytes = yaml.getBytes(StandardCharsets.UTF_8);
    ObjectMapper mapper = new ObjectMapper();
    DocumentReader reader = DocumentReader.standard();
    compare(
        System.out,
        "JSON of %,d bytes, Jackson's tree".formatted(jsonBytes.length),
        rounds * 5,
        () -> reader.read(jsonBytes, "figures"),
        () -> mapper.readTree(jsonBytes));
    compare(
        System.out,
        "YAML of %,d bytes, compose".formatted(yamlBytes.length),
        rounds,
        () -> reader.read(yamlBytes, "figures"),
        () -> compose(new String(yamlBytes, StandardCharsets.UTF_8)));
  }

  private static Object compose(String text) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new CoreSchema()).setCodePointLimit(1 << 28).build();
    return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
        .getSingleNode();
  }

  private static void compare(
      PrintStream out, String what, int rounds, Callable<?> ours, Callable<?> theirs)
      throws Exception {
    List<Double> mine = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> peers = new ArrayList<>();
    for (int round = -rounds; round < rounds; round++) {
      double a = cpu(ours);
      double b = cpu(theirs);
      if (round >= 0) {
        mine.add(a);
        peers.add(b);
        ratios.add(a / b);
      }
    }
    out.printf(
        "%s: reader %.2f ms, peer %.2f ms, ratio %.2f%n",
        what, median(mine), median(peers), median(ratios));
  }

  private static double cpu(Callable<?> call) throws Exception {
    long begin = THREADS.getCurrentThreadCpuTime();
    if (call.call() == null) {
      throw new IllegalStateException();
    }
    return (THREADS.getCurrentThreadCpuTime() - begin) / 1e6;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static Node document(int products) {
    Random random = new Random(1);
    Map<String, Node> root = new LinkedHashMap<>();
    for (int i = 0; i < products; i++) {
      Map<String, Node> product = new LinkedHashMap<>();
      product.put("name", Node.of("product_" + i));
      product.put("description", Node.of("Orders of day " + i + ", one row for each line"));
      product.put("version", Node.of("1." + i + ".0"));
      product.put("price", Node.of(java.math.BigDecimal.valueOf(random.nextInt(100_000), 2)));
      product.put("active", Node.of(random.nextBoolean()));
      List<Node> fields = new ArrayList<>();
      for (int f = 0; f < 6; f++) {
        Map<String, Node> field = new LinkedHashMap<>();
        field.put("name", Node.of("field_" + f));
        field.put("type", Node.of("string"));
        field.put("required", Node.of(f % 2 == 0));
        fields.add(Node.of(field));
      }
      product.put("fields", Node.of(fields));
      root.put("product_" + i, Node.of(product));
    }
    return Node.of(root);
  }
}
