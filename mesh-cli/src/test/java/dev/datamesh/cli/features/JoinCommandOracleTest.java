package dev.datamesh.cli.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import dev.datamesh.testkit.SeededRuns;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mesh features join} on random files against nested loops over the values that the files
 * were written from. Nothing of the library takes part but the command itself.
 */
class JoinCommandOracleTest {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  @TempDir Path folder;

  @Test
  void everyRowOfEveryRandomFileGetsWhatNestedLoopsGive() {
    SeededRuns runs = SeededRuns.of("mesh.cli.joins", 120);
    runs.each((seed, random) -> new World(random).check());
    if (runs.count() >= 120 && Long.getLong("mesh.seed") == null) {
      assertThat(answers)
          .containsOnlyKeys("PRESENT", "NULL_VALUE", "NOT_FOUND", "OUTSIDE_MAX_AGE")
          .allSatisfy((status, count) -> assertThat(count).as(status).isGreaterThan(50));
    }
  }

  /** How often each status was right, so that no case is missing. */
  private final Map<String, Integer> answers = new TreeMap<>();

  /** A time as it is written, and the microsecond it means. */
  private record Moment(String text, long micros) {}

  private record Key(String name, String type) {}

  private record Feature(String name, String type, boolean nonNull) {}

  /** A feature row: null where the file's cell is empty. */
  private record Row(List<String> key, Long event, Long created, List<String> values) {}

  private record View(
      String name,
      List<Key> keys,
      List<Feature> features,
      Long ttl,
      String bounds,
      boolean created,
      List<Row> rows) {}

  private record Asked(View view, int feature) {}

  private record Answer(String value, String status, Long event) {}

  private final class World {

    private final Random random;
    private final List<Key> pool =
        List.of(
            new Key("customer", "string"),
            new Key("shop", "int64"),
            new Key("till", "int32"),
            new Key("day", "date"),
            new Key("vip", "boolean"));
    private final Instant base;
    private final long step;
    private final List<View> views = new ArrayList<>();
    private final StringBuilder definitions = new StringBuilder();
    private final Path home;
    private boolean createdCutoff;
    private Long createdBy;
    private boolean stale;

    World(Random random) throws IOException {
      this.random = random;
      this.base =
          pick(
              Instant.parse("2024-01-01T00:00:00Z"),
              Instant.parse("2024-03-31T00:30:00Z"), // clocks go forward in Berlin
              Instant.parse("2024-10-27T00:00:00Z"), // and back
              Instant.parse("1969-12-31T23:59:59Z"),
              Instant.parse("0001-01-02T00:00:00Z"),
              Instant.parse("9999-12-30T00:00:00Z"));
      this.step = pick(1L, 1_000L, 1_000_000L, 1_800_000_000L);
      this.home = Files.createTempDirectory(folder, "case");
      Files.createDirectories(home.resolve("defs/data"));
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
      return choices[random.nextInt(choices.length)];
    }

    private boolean chance(int of) {
      return random.nextInt(of) == 0;
    }

    void check() throws IOException {
      definitions.append("entities:\n");
      for (Key key : pool) {
        definitions.append("  of_%s: {keys: {%s: %s}}\n".formatted(key.name, key.name, key.type));
      }
      definitions.append("  both: {keys: {customer: string, shop: int64}}\nviews:\n");
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        views.add(view("v" + i));
      }
      Path file = home.resolve("defs/features.yml");
      Files.writeString(file, definitions);
      List<Asked> asked = asked();
      Path spine = home.resolve("spine.csv");
      Spine asking = spine(asked);
      Files.writeString(spine, asking.text());
      run(file, spine, asking, asked);
    }

    /** A time near the base, in one of the forms a file may have. */
    private Moment moment(boolean up, ZoneId zone) {
      long nanos = step * 1000 * random.nextInt(12);
      nanos +=
          switch (random.nextInt(5)) {
            case 0 -> 1000;
            case 1 -> -1000;
            case 2 -> random.nextInt(1000);
            default -> 0;
          };
      Instant instant = base.plusNanos(nanos);
      if (zone != null && chance(2)) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        instant = local.atZone(zone).toInstant();
        return new Moment(local(local), micros(instant, up));
      }
      ZoneId written =
          pick(
              ZoneOffset.UTC,
              ZoneOffset.ofHours(2),
              ZoneOffset.ofHoursMinutes(-3, -30),
              ZoneId.of("Europe/Berlin"),
              ZoneId.of("US/Pacific"));
      var zoned = instant.atZone(written);
      String offset = zoned.getOffset().getTotalSeconds() == 0 ? "Z" : zoned.getOffset().getId();
      if (offset.length() > 6) { // local mean time, with seconds, as before 1900
        return new Moment(
            local(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "Z", micros(instant, up));
      }
      String name = !(written instanceof ZoneOffset) && chance(2) ? "[" + written + "]" : "";
      String text = local(zoned.toLocalDateTime()) + offset + name;
      return new Moment(text, micros(instant, up));
    }

    private String local(LocalDateTime local) {
      String text = SECONDS.format(local);
      int nano = local.getNano();
      if (nano % 1000 != 0) {
        text += ".%09d".formatted(nano);
      } else if (nano != 0) {
        text += ".%06d".formatted(nano / 1000);
      } else if (chance(3)) {
        text += pick(".0", ".000", ".000000");
      } else if (local.getSecond() == 0 && chance(3)) {
        text = text.substring(0, 16);
      }
      return chance(4) ? text.replace('T', ' ') : text;
    }

    private static long micros(Instant instant, boolean up) {
      long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
      return up && instant.getNano() % 1000 != 0 ? micros + 1 : micros;
    }

    private View view(String name) throws IOException {
      List<Key> keys = new ArrayList<>();
      String entities;
      if (chance(8)) {
        entities = "[]";
      } else if (chance(3)) {
        keys.add(pool.get(0));
        keys.add(pool.get(1));
        entities = "[both]";
      } else {
        List<Key> shuffled = new ArrayList<>(pool);
        Collections.shuffle(shuffled, random);
        keys.addAll(shuffled.subList(0, 1 + random.nextInt(3)));
        entities = keys.stream().map(key -> "of_" + key.name).toList().toString();
      }
      List<Feature> features = new ArrayList<>();
      int width = 1 + random.nextInt(3);
      for (int i = 0; i < width; i++) {
        String type = pick("float64", "double", "float", "int64", "int32", "string", "boolean");
        features.add(new Feature("f" + i + (chance(2) ? name : ""), type, chance(4)));
      }
      Duration ttl =
          pick(
              null,
              Duration.ZERO,
              Duration.ofNanos(1000),
              Duration.ofNanos(step * 3000),
              Duration.ofNanos(step * 5000 + 1),
              Duration.ofHours(6));
      String bounds = pick("closed", "closed", "open_start", "open_end");
      boolean created = chance(2);
      ZoneId zone = chance(3) ? pick(ZoneId.of("Europe/Berlin"), ZoneId.of("US/Pacific")) : null;
      String event = pick("event_timestamp", "event_timestamp", "when");
      definitions.append("  %s:\n    entities: %s\n".formatted(name, entities));
      if (ttl != null) {
        definitions.append("    ttl: %s\n".formatted(ttl));
      }
      if (!bounds.equals("closed") || chance(2)) {
        definitions.append("    bounds: %s\n".formatted(bounds));
      }
      Path file = home.resolve("defs/data/" + name + ".csv");
      String path =
          pick(
              "data/" + name + ".csv",
              "./data/" + name + ".csv",
              "../defs/data/" + name + ".csv",
              file.toString());
      definitions.append(
          "    source: {csv: %s, eventTime: %s%s%s}\n"
              .formatted(
                  path,
                  event,
                  created ? ", createdTime: created" : "",
                  zone == null ? "" : ", zone: " + zone));
      definitions.append("    features:\n");
      for (Feature feature : features) {
        definitions.append(
            feature.nonNull
                ? "      %s: {type: %s, pick: latest_non_null}\n"
                    .formatted(feature.name, feature.type)
                : "      %s: %s\n".formatted(feature.name, feature.type));
      }
      List<Row> rows = rows(file, keys, features, event, created, zone);
      Long micros = ttl == null || ttl.isZero() ? null : (Long) ((ttl.toNanos() + 999) / 1000);
      return new View(name, keys, features, micros, bounds, created, rows);
    }

    private List<Row> rows(
        Path file,
        List<Key> keys,
        List<Feature> features,
        String event,
        boolean created,
        ZoneId zone)
        throws IOException {
      List<String> header = new ArrayList<>(List.of(event));
      keys.forEach(key -> header.add(key.name));
      features.forEach(feature -> header.add(feature.name));
      if (created) {
        header.add("created");
      }
      if (chance(3)) {
        header.add("extra");
      }
      Collections.shuffle(header, random);
      StringBuilder text = new StringBuilder();
      line(text, header);
      List<Row> rows = new ArrayList<>();
      int count = random.nextInt(40);
      for (int i = 0; i < count; i++) {
        Moment at = chance(25) ? null : moment(true, zone);
        Moment made = chance(12) ? null : moment(true, zone);
        List<String> key = keys.stream().map(each -> chance(20) ? null : keyValue(each)).toList();
        List<String> values =
            features.stream().map(each -> chance(4) ? null : value(each.type)).toList();
        List<String> cells = new ArrayList<>();
        for (String column : header) {
          int keyPlace = keys.stream().map(Key::name).toList().indexOf(column);
          int place = features.stream().map(Feature::name).toList().indexOf(column);
          cells.add(
              column.equals(event)
                  ? at == null ? null : at.text
                  : column.equals("created")
                      ? made == null ? null : made.text
                      : keyPlace >= 0
                          ? key.get(keyPlace)
                          : place >= 0 ? values.get(place) : "not, asked \"for\"");
        }
        line(text, cells);
        rows.add(
            new Row(
                key,
                at == null ? null : at.micros,
                !created || made == null ? null : made.micros,
                values));
        if (chance(10)) { // the same row again
          line(text, cells);
          rows.add(rows.get(rows.size() - 1));
        }
      }
      Files.writeString(file, text);
      return rows;
    }

    private String keyValue(Key key) {
      return switch (key.type) {
        case "string" -> pick("", "1", "12", "123", "2", "3", "a,b", "a\"b", "ü", " 1", "A", "a");
        case "int64" -> pick("1", "12", "123", "-1", "0", "9223372036854775807");
        case "int32" -> pick("1", "23", "3");
        case "date" -> LocalDate.of(2024, 2, 28).plusDays(random.nextInt(3)).toString();
        default -> pick("true", "false");
      };
    }

    private String value(String type) {
      return switch (type) {
        case "float64", "double" ->
            pick("0.1", "-2.5", "1e300", "7", "1234567.891", "-0.0", "" + random.nextDouble());
        case "float" -> pick("0.1", "-2.5", "7", "16777217");
        case "int64" -> pick("0", "-9223372036854775808", "42", "" + random.nextLong());
        case "int32" -> pick("0", "-2147483648", "42");
        case "boolean" -> pick("true", "false");
        default -> pick("", "x", "two words", "a,b", "say \"hi\"", "line\nbreak", "é", " pad ");
      };
    }

    /** A CSV line: null is an empty cell, the empty text is quoted, others now and then. */
    private void line(StringBuilder text, List<String> cells) {
      for (int i = 0; i < cells.size(); i++) {
        String cell = cells.get(i);
        text.append(i == 0 ? "" : ",");
        if (cell != null) {
          boolean quoted = cell.isEmpty() || cell.matches("(?s).*[,\"\n].*") || chance(8);
          text.append(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
      }
      text.append('\n');
    }

    private List<Asked> asked() {
      List<Asked> all = new ArrayList<>();
      for (View view : views) {
        for (int i = 0; i < view.features.size(); i++) {
          all.add(new Asked(view, i));
        }
      }
      Collections.shuffle(all, random);
      return all.subList(0, 1 + random.nextInt(all.size()));
    }

    /** The spine's file and what its rows mean. */
    private record Spine(
        String text,
        String time,
        ZoneId zone,
        List<String> header,
        List<List<String>> cells,
        List<Long> times) {}

    private Spine spine(List<Asked> asked) {
      Set<String> keys = new LinkedHashSet<>();
      asked.forEach(each -> each.view.keys.forEach(key -> keys.add(key.name)));
      List<String> header = new ArrayList<>(keys);
      String time = pick("event_timestamp", "asked_at");
      header.add(time);
      header.add("label");
      Collections.shuffle(header, random);
      ZoneId zone = chance(3) ? ZoneId.of("Europe/Berlin") : null;
      List<List<String>> rows = new ArrayList<>();
      List<Long> times = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      line(text, header);
      int count = random.nextInt(30);
      for (int i = 0; i < count; i++) {
        Moment at = moment(false, zone);
        List<String> cells = new ArrayList<>();
        for (String column : header) {
          Key key = pool.stream().filter(each -> each.name.equals(column)).findFirst().orElse(null);
          cells.add(
              column.equals(time)
                  ? at.text
                  : key == null
                      ? pick(null, "", "0", "01", "a,b", "1.50", "x")
                      : chance(20) ? null : keyValue(key));
        }
        int copies = chance(6) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
          line(text, cells);
          rows.add(cells);
          times.add(at.micros);
        }
      }
      return new Spine(text.toString(), time, zone, header, rows, times);
    }

    private void run(Path file, Path spine, Spine asking, List<Asked> asked) throws IOException {
      Path out = home.resolve("out.csv");
      boolean full =
          chance(4)
              || asked.stream().map(each -> name(each, false)).distinct().count() < asked.size();
      boolean statuses = chance(3);
      boolean events = chance(3);
      createdCutoff = chance(6) && asked.stream().allMatch(each -> each.view.created);
      createdBy =
          chance(6) && asked.stream().allMatch(each -> each.view.created)
              ? moment(false, null).micros
              : null;
      stale = chance(6);
      List<String> words =
          new ArrayList<>(
              List.of(
                  "features",
                  "join",
                  "--definitions",
                  file.toString(),
                  "--spine",
                  spine.toString()));
      words.add("--features");
      words.add(
          String.join(
              chance(3) ? ", " : ",",
              asked.stream().map(each -> each.view.name + ":" + feature(each).name).toList()));
      words.addAll(List.of("--out", out.toString()));
      if (!asking.time.equals("event_timestamp") && (asking.times.isEmpty() || chance(2))
          || asking.zone != null) {
        words.addAll(List.of("--time", asking.time));
      }
      if (asking.zone != null) {
        words.addAll(List.of("--zone", asking.zone.getId()));
      }
      words.addAll(full ? List.of("--full-names") : List.of());
      words.addAll(statuses ? List.of("--statuses") : List.of());
      words.addAll(events ? List.of("--event-times") : List.of());
      words.addAll(createdCutoff ? List.of("--created-cutoff") : List.of());
      words.addAll(stale ? List.of("--stale") : List.of());
      if (createdBy != null) {
        words.addAll(List.of("--created-by", instant(createdBy).toString()));
      }
      words.addAll(chance(4) ? List.of("--threads", "2") : List.of());
      StringWriter err = new StringWriter();
      int code =
          Mesh.run(
              words.toArray(String[]::new),
              new PrintWriter(new StringWriter()),
              new PrintWriter(err, true));
      assertThat(code).as("%s%n%s%n%s%n%s", words, err, definitions, asking.text).isZero();
      compare(parsed(Files.readString(out)), asking, asked, full, statuses, events);
    }

    private Feature feature(Asked asked) {
      return asked.view.features.get(asked.feature);
    }

    private String name(Asked asked, boolean full) {
      return (full ? asked.view.name + "__" : "") + feature(asked).name;
    }

    private static Instant instant(long micros) {
      return Instant.ofEpochSecond(
          Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private void compare(
        List<List<String>> lines,
        Spine asking,
        List<Asked> asked,
        boolean full,
        boolean statuses,
        boolean events) {
      List<String> header = new ArrayList<>(asking.header);
      for (Asked each : asked) {
        header.add(name(each, full));
        header.addAll(statuses ? List.of(name(each, full) + "__status") : List.of());
        header.addAll(events ? List.of(name(each, full) + "__event_time") : List.of());
      }
      assertThat(lines.get(0)).isEqualTo(header);
      assertThat(lines).hasSize(asking.cells.size() + 1);
      for (int row = 0; row < asking.cells.size(); row++) {
        List<String> line = lines.get(row + 1);
        List<String> cells = asking.cells.get(row);
        assertThat(line.subList(0, cells.size())).isEqualTo(cells);
        int at = cells.size();
        for (Asked each : asked) {
          List<String> key =
              each.view.keys.stream().map(k -> cells.get(asking.header.indexOf(k.name))).toList();
          Answer answer = answer(each, key, asking.times.get(row));
          answers.merge(answer.status, 1, Integer::sum);
          String given = line.get(at++);
          assertThat(typed(given, feature(each).type))
              .as("row %d %s of %s in%n%s%n%s", row, name(each, true), key, definitions, home)
              .isEqualTo(typed(answer.value, feature(each).type));
          if (statuses) {
            assertThat(line.get(at++)).isEqualTo(answer.status);
          }
          if (events) {
            String time = line.get(at++);
            assertThat(time == null ? null : (Object) micros(Instant.parse(time), false))
                .isEqualTo(answer.event);
          }
        }
      }
    }

    private static Object typed(String text, String type) {
      if (text == null) {
        return null;
      }
      return switch (type) {
        case "float64", "double" -> (Object) Double.valueOf(text);
        case "float" -> Float.valueOf(text);
        default -> text;
      };
    }

    /** The contract, row by row. */
    private Answer answer(Asked asked, List<String> key, long time) {
      View view = asked.view;
      Row best = null;
      for (Row row : view.rows) {
        if (row.event == null || key.contains(null) || !row.key.equals(key)) {
          continue;
        }
        boolean late = view.bounds.equals("open_end") ? row.event >= time : row.event > time;
        long created = row.created == null ? Long.MIN_VALUE : row.created;
        if (late
            || (createdCutoff && created > time)
            || (createdBy != null && created > createdBy)
            || (feature(asked).nonNull && row.values.get(asked.feature) == null)) {
          continue;
        }
        long before = best == null || best.created == null ? Long.MIN_VALUE : best.created;
        if (best == null
            || row.event > best.event
            || (Objects.equals(row.event, best.event) && created >= before)) {
          best = row;
        }
      }
      if (best == null) {
        return new Answer(null, "NOT_FOUND", null);
      }
      String value = best.values.get(asked.feature);
      long age = time - best.event;
      boolean old =
          view.ttl != null && (view.bounds.equals("open_start") ? age >= view.ttl : age > view.ttl);
      return old
          ? new Answer(stale ? value : null, "OUTSIDE_MAX_AGE", best.event)
          : new Answer(value, value == null ? "NULL_VALUE" : "PRESENT", best.event);
    }
  }

  /** Lines of cells: an empty cell is null, a quoted one never. */
  private static List<List<String>> parsed(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    boolean inside = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inside && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        inside = !inside;
        quoted = true;
      } else if (!inside && (c == ',' || c == '\n')) {
        line.add(cell.isEmpty() && !quoted ? null : cell.toString());
        cell.setLength(0);
        quoted = false;
        if (c == '\n') {
          lines.add(line);
          line = new ArrayList<>();
        }
      } else {
        cell.append(c);
      }
    }
    return lines;
  }
}
