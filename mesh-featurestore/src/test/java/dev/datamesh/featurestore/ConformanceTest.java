package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.frame.Rounding;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.BoundPolicy;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Cases as text tables, in {@code conformance.txt}. A case is
 *
 * <pre>
 * # its name
 * view spend [k: string] ttl=PT6H created bounds=open_start : a: float64, b: int64?
 *   k | event | created | a | b            rows of its source; ? picks the latest that is not null
 * ingest spend at 10:00                    rows that come later
 * materialize 00:00 to 12:00               or: materialize to 12:00, the incremental run
 * spine  /  online at 12:00
 *   k | at
 * ask spend:a statuses
 * expect a | a__status                     or: error part of the message
 *   1.0 | PRESENT
 * </pre>
 *
 * <p>Times are of 2024-01-01, {@code d1 06:00} of the day after; {@code -} is null, {@code ''} the
 * empty string.
 */
class ConformanceTest {

  private static final Instant DAY = Instant.parse("2024-01-01T00:00:00Z");

  @TestFactory
  Stream<DynamicTest> everyCase() throws IOException {
    try (InputStream text = ConformanceTest.class.getResourceAsStream("/conformance.txt")) {
      String all = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      List<DynamicTest> tests = new ArrayList<>();
      for (String one : all.split("(?m)^# ")) {
        if (!one.isBlank()) {
          List<String> lines = one.lines().filter(line -> !line.isBlank()).toList();
          tests.add(DynamicTest.dynamicTest(lines.get(0), () -> new Case(lines).run()));
        }
      }
      assertThat(tests).hasSizeGreaterThanOrEqualTo(60);
      return tests.stream();
    }
  }

  private static final class Case {

    private final List<String> lines;
    private final TickingClock clock = new TickingClock(DAY.minusSeconds(86_400));
    private final FeatureStore store = FeatureStore.builder().clock(clock).inMemory();
    private final Map<String, FeatureView> views = new LinkedHashMap<>();
    private int at = 1;
    private List<List<String>> spine = List.of();
    private String onlineAt = "";

    Case(List<String> lines) {
      this.lines = lines;
    }

    void run() {
      while (at < lines.size()) {
        String line = lines.get(at++);
        String[] words = line.split("\\s+", 2);
        switch (words[0]) {
          case "view" -> view(words[1]);
          case "ingest" -> ingest(words[1]);
          case "materialize" -> materialize(words[1]);
          case "spine" -> spine = table();
          case "online" -> {
            onlineAt = words[1].substring("at ".length());
            spine = table();
          }
          case "ask" -> ask(words[1]);
          default -> throw new AssertionError("what is " + line);
        }
      }
    }

    private List<List<String>> table() {
      List<List<String>> rows = new ArrayList<>();
      for (; at < lines.size() && lines.get(at).startsWith("  "); at++) {
        rows.add(Arrays.stream(lines.get(at).split("\\|", -1)).map(String::strip).toList());
      }
      return rows;
    }

    private void view(String text) {
      String[] halves = text.split(" : ", 2);
      String name = halves[0].split("[ \\[]")[0];
      String options = halves[0].replaceAll("^[^\\[]*\\[[^\\]]*\\]", " ") + " ";
      String keys = halves[0].replaceAll("^[^\\[]*\\[([^\\]]*)\\].*$", "$1");
      FeatureView.Builder view = FeatureView.named(name).online();
      if (!keys.isBlank()) {
        view.entities(new Entity("entity_of_" + name, Schema.of(keys), ""));
      }
      boolean created = false;
      for (String option : options.strip().split("\\s+")) {
        if (option.startsWith("ttl=")) {
          view.ttl(Duration.parse(option.substring(4)));
        } else if (option.startsWith("bounds=")) {
          view.bounds(BoundPolicy.of(option.substring(7)));
        } else if (option.equals("created")) {
          created = true;
        }
      }
      for (Field field : Schema.of(halves[1].replace("?", "")).fields()) {
        boolean nonNull = halves[1].contains(field.name() + ": " + field.type() + "?");
        view.feature(
            Feature.of(field.name(), field.type())
                .withPick(nonNull ? Feature.Pick.LATEST_NON_NULL : Feature.Pick.LATEST_ROW));
      }
      Source source = Source.ingested("event");
      view.source(created ? source.withCreatedTime("created") : source);
      FeatureView built = view.build();
      Frame rows = frame(built, table());
      Source.Origin origin = new Source.InMemory(java.util.Optional.of(rows));
      built =
          built.withSource(
              new Source(
                  origin, "event", created ? "created" : "", java.util.Optional.empty(), Map.of()));
      views.put(name, built);
      store.apply(Definitions.of(built));
    }

    private void ingest(String text) {
      String[] words = text.split(" at ", 2);
      clock.set(time(words[1]));
      store.ingest(words[0], frame(views.get(words[0]), table()));
    }

    private void materialize(String text) {
      if (text.startsWith("to ")) {
        store.materializeIncremental(time(text.substring(3)));
      } else {
        String[] words = text.split(" to ", 2);
        store.materialize(time(words[0]), time(words[1]));
      }
    }

    private Frame frame(FeatureView view, List<List<String>> table) {
      List<Field> fields = new ArrayList<>(view.keys().fields());
      fields.add(Field.nullable("event", Primitive.TIMESTAMP_TZ));
      if (view.source().hasCreatedTime()) {
        fields.add(Field.nullable("created", Primitive.TIMESTAMP_TZ));
      }
      view.features()
          .forEach(feature -> fields.add(Field.nullable(feature.name(), feature.type())));
      Schema schema = new Schema(fields);
      return rows(schema, Rounding.UP, table);
    }

    private static Frame rows(Schema schema, Rounding rounding, List<List<String>> table) {
      FrameBuilder builder = Frame.builder(schema).rounding(rounding);
      List<String> header = table.isEmpty() ? schema.names() : table.get(0);
      for (List<String> cells : table.subList(Math.min(1, table.size()), table.size())) {
        Object[] row = new Object[schema.fields().size()];
        for (int i = 0; i < row.length; i++) {
          Field field = schema.fields().get(i);
          int place = header.indexOf(field.name());
          row[i] = place < 0 ? null : cell(field, cells.get(place));
        }
        builder.row(row);
      }
      return builder.build();
    }

    private static Object cell(Field field, String text) {
      if (text.equals("-")) {
        return null;
      }
      return field.type() == Primitive.TIMESTAMP_TZ ? time(text) : text.replace("''", "");
    }

    private static Instant time(String text) {
      if (text.matches("\\d{4}-.*")) {
        return java.time.OffsetDateTime.parse(text).toInstant();
      }
      String clock = text;
      Instant day = DAY;
      if (text.startsWith("d")) {
        String[] words = text.split(" ", 2);
        day = DAY.plus(Duration.ofDays(Integer.parseInt(words[0].substring(1))));
        clock = words[1];
      }
      return day.plusNanos(java.time.LocalTime.parse(clock).toNanoOfDay());
    }

    private void ask(String text) {
      List<String> words = List.of(text.split("\\s+"));
      HistoricalRequest request =
          HistoricalRequest.of(
              words.stream()
                  .filter(w -> w.contains(":") && !w.contains("="))
                  .toArray(String[]::new));
      for (String word : words) {
        if (word.equals("statuses")) {
          request = request.statuses();
        } else if (word.equals("times")) {
          request = request.eventTimes();
        } else if (word.equals("full")) {
          request = request.fullNames();
        } else if (word.equals("stale")) {
          request = request.serveStale();
        } else if (word.equals("cutoff")) {
          request = request.createdCutoff();
        } else if (word.startsWith("cutoff=")) {
          request = request.createdCutoff(time(word.substring(7)));
        } else if (word.startsWith("known=")) {
          request = request.asKnownAt(time(word.substring(6)));
        } else if (word.startsWith("time=")) {
          request = request.timeColumn(word.substring(5));
        }
      }
      answer(request);
    }

    private void answer(HistoricalRequest request) {
      String line = lines.get(at++);
      if (line.startsWith("error ")) {
        assertThatThrownBy(() -> results(request))
            .isInstanceOf(MeshException.class)
            .hasMessageContaining(line.substring(6));
        return;
      }
      List<String> columns =
          Arrays.stream(line.substring("expect".length()).split("\\|")).map(String::strip).toList();
      List<Map<String, String>> found = results(request);
      List<List<String>> expected = table();
      List<List<String>> shown =
          found.stream()
              .map(
                  row -> columns.stream().map(name -> row.getOrDefault(name, "no column")).toList())
              .toList();
      assertThat(shown).isEqualTo(expected);
    }

    private List<Map<String, String>> results(HistoricalRequest request) {
      return onlineAt.isEmpty() ? joined(request) : served(request);
    }

    private List<Map<String, String>> joined(HistoricalRequest request) {
      List<Field> fields = new ArrayList<>();
      for (String name : spine.get(0)) {
        Field key =
            views.values().stream()
                .flatMap(view -> view.keys().fields().stream())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElse(Field.nullable(name, Primitive.STRING));
        boolean time = name.equals("at") || name.endsWith("_at");
        fields.add(time ? Field.nullable(name, Primitive.TIMESTAMP_TZ) : key);
      }
      Frame frame = rows(new Schema(fields), Rounding.DOWN, spine);
      Frame joined = store.historicalFeatures(frame, request);
      assertThat(joined.rows()).isEqualTo(frame.rows());
      List<Map<String, String>> rows = new ArrayList<>();
      for (long row = 0; row < joined.rows(); row++) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (String name : joined.schema().names()) {
          cells.put(name, shown(joined.get(row, name)));
        }
        rows.add(cells);
      }
      return rows;
    }

    private List<Map<String, String>> served(HistoricalRequest request) {
      PreparedFeatures prepared = store.prepare(request);
      List<Map<String, String>> rows = new ArrayList<>();
      for (List<String> cells : spine.subList(1, spine.size())) {
        Map<String, Object> key = new LinkedHashMap<>();
        for (int i = 0; i < cells.size() && !cells.get(i).equals("()"); i++) {
          key.put(spine.get(0).get(i), cells.get(i).equals("-") ? null : cells.get(i));
        }
        FeatureVector vector = prepared.get(key, time(onlineAt));
        Map<String, String> row = new LinkedHashMap<>();
        for (String name : vector.names()) {
          row.put(name, shown(vector.value(name)));
          row.put(name + "__status", vector.status(name).name());
          row.put(name + "__event_time", shown(vector.eventTime(name).orElse(null)));
        }
        rows.add(row);
      }
      return rows;
    }

    private static String shown(Object value) {
      if (value instanceof Instant instant) {
        Duration since = Duration.between(DAY, instant);
        if (since.isNegative() || since.toDays() > 300) {
          return instant.toString();
        }
        long nanos = since.minusDays(since.toDays()).toNanos();
        String clock = java.time.LocalTime.ofNanoOfDay(nanos).toString();
        return since.toDays() == 0 ? clock : "d" + since.toDays() + " " + clock;
      }
      return value == null ? "-" : value.equals("") ? "''" : value.toString();
    }
  }
}
