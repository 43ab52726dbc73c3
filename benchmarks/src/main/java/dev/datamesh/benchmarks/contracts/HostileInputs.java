package dev.datamesh.benchmarks.contracts;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Each hostile input in a cold JVM of its own with 256 MB, wall time of the comparison alone.
 * Without arguments it starts one process after the other; with a name it is such a process.
 */
public final class HostileInputs {

  private HostileInputs() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String[]> inputs = inputs();
    if (args.length == 0) {
      for (String name : inputs.keySet()) {
        start(name);
      }
      return;
    }
    String[] pair = java.util.Objects.requireNonNull(inputs.get(args[0]), "no such input");
    long start = System.nanoTime();
    String answer;
    try {
      ContractDiff diff =
          Contract.read(pair[0], "old", "json-schema")
              .diffTo(Contract.read(pair[1], "new", "json-schema"));
      answer = diff.verdict() + (diff.reason().isEmpty() ? "" : ": " + diff.reason());
    } catch (dev.datamesh.core.MeshException e) {
      answer = "refused: " + e.getMessage();
    }
    System.out.printf(
        Locale.ROOT,
        "%-28s %6d KB %6.0f ms  %s%n",
        args[0],
        (pair[0].length() + pair[1].length()) >> 10,
        (System.nanoTime() - start) / 1e6,
        answer.substring(0, Math.min(110, answer.length())));
  }

  private static void start(String name) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                HostileInputs.class.getName(),
                name)
            .inheritIO()
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      System.out.println(name + ": no answer within a minute");
    }
  }

  private static String joined(int count, String open, String close, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(",", open, close));
  }

  private static Map<String, String[]> inputs() {
    Map<String, String[]> all = new LinkedHashMap<>();
    for (String word : List.of("oneOf", "anyOf")) {
      all.put(word + " 20, nested 5", pair(nested(word, 0), nested(word, 1)));
      all.put(word + " 20x20, nested 5", pair(chained(word, 0), chained(word, 1)));
      all.put(word + " 20x20 in allOf", pair(crossed(word, 0), crossed(word, 1)));
    }
    references(all);
    patterns(all);
    String bounds =
        joined(3_000, "{\"type\":\"number\",\"allOf\":[", "]}", HostileInputs::eitherBound);
    all.put("3,000 anyOf of bounds", pair(bounds, "{\"minimum\":1}"));
    all.put(
        "40 patterns of names",
        pair(
            joined(40, "{\"patternProperties\":{", "}}", i -> namePattern(i, 0)),
            joined(40, "{\"patternProperties\":{", "}}", i -> namePattern(i, 1))));
    all.put(
        "enum of 20,000",
        pair(
            joined(20_000, "{\"enum\":[", "]}", i -> "\"v" + i + "\""),
            joined(20_000, "{\"enum\":[", "]}", i -> "\"v" + (i + 1) + "\"")));
    all.put("multiples of 1e-300", pair("{\"multipleOf\":1e-300}", "{\"multipleOf\":7e-290}"));
    all.put("4 MB, 24,000 fields", pair(fields(24_000, -1), fields(24_000, 500)));
    all.put("10 MB, 60,000 fields", pair(fields(60_000, -1), fields(60_000, 500)));
    String words = "{\"description\":\"" + "x".repeat(10 << 20) + "\",\"maxLength\":%d}";
    all.put("10 MB of words", pair(words.formatted(3), words.formatted(2)));
    return all;
  }

  private static void references(Map<String, String[]> all) {
    all.put(
        "references in a circle",
        pair(
            "{\"definitions\":{\"a\":{\"$ref\":\"#/definitions/b\"},"
                + "\"b\":{\"$ref\":\"#/definitions/a\"}},\"$ref\":\"#/definitions/a\"}",
            "{\"type\":\"string\"}"));
    all.put(
        "a remote reference",
        pair("{\"$ref\":\"http://192.0.2.1/x.json\"}", "{\"type\":\"string\"}"));
    String tree =
        "{\"definitions\":{\"n\":{\"anyOf\":[{\"type\":\"integer\"%s},{\"type\":\"object\","
            + "\"properties\":{\"l\":{\"$ref\":\"#/definitions/n\"},"
            + "\"r\":{\"$ref\":\"#/definitions/n\"}}},{\"type\":\"array\","
            + "\"items\":{\"$ref\":\"#/definitions/n\"}}]}},\"$ref\":\"#/definitions/n\"}";
    all.put("a recursive schema", pair(tree.formatted(""), tree.formatted(",\"minimum\":3")));
  }

  private static void patterns(Map<String, String[]> all) {
    for (String pattern :
        List.of(
            "^(a+)+$",
            "(a|b)*a(a|b){30}$",
            "((((a{100}){100}){100}){100})",
            "^(([a-z])+.)+[A-Z]([a-z])+$",
            "(x+x+)+y")) {
      all.put(
          pattern,
          pair(
              "{\"type\":\"string\",\"pattern\":\"" + pattern + "\"}",
              "{\"type\":\"string\",\"pattern\":\"^b$\"}"));
    }
    all.put(
        "100,000 a against ^(a+)+b$",
        pair("{\"const\":\"" + "a".repeat(100_000) + "\"}", "{\"pattern\":\"^(a+)+b$\"}"));
  }

  private static String[] pair(String older, String newer) {
    return new String[] {older, newer};
  }

  private static String bound(int i, int value) {
    return "{\"properties\":{\"a" + i + "\":{\"minimum\":" + value + "}}}";
  }

  private static String eitherBound(int i) {
    return "{\"anyOf\":[{\"minimum\":" + i + "},{\"maximum\":" + -i + "}]}";
  }

  private static String namePattern(int i, int shift) {
    return "\"[a-%c]{%d}x%d\":{\"minimum\":%d}".formatted('b' + i % 20, 1 + i % 5, i, i + shift);
  }

  private static String nested(String word, int shift) {
    String inner = bound(99, shift);
    for (int level = 0; level < 5; level++) {
      String last = inner;
      inner = joined(20, "{\"" + word + "\":[", "]}", i -> i < 19 ? bound(i, i + shift) : last);
    }
    return inner;
  }

  private static String chained(String word, int shift) {
    String inner = "{\"minimum\":" + shift + "}";
    for (int level = 0; level < 5; level++) {
      String last = inner;
      String field = "p" + level + "_";
      inner =
          joined(
              20,
              "{\"" + word + "\":[",
              "]}",
              i ->
                  "{\"properties\":{\"%s%d\":%s},\"required\":[\"%s%d\"]}"
                      .formatted(
                          field, i, i == 0 ? last : "{\"maximum\":" + (i + shift) + "}", field, i));
    }
    return inner;
  }

  private static String crossed(String word, int shift) {
    return joined(
        20,
        "{\"allOf\":[",
        "]}",
        k -> joined(20, "{\"" + word + "\":[", "]}", i -> bound(i, i * k + shift)));
  }

  private static String fields(int count, int edited) {
    return joined(
        count,
        "{\"type\":\"object\",\"properties\":{",
        "}}",
        i ->
            "\"field%d\":{\"type\":\"string\",\"maxLength\":%d,".formatted(i, i == edited ? 4 : 40)
                + "\"description\":\"The field number "
                + i
                + " of a very large schema, described at some length, as they are in large"
                + " documents\"}");
  }
}
