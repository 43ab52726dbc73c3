package dev.datamesh.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.schema.Schema;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Result sets of an in-process database (H2) as frames. */
class JdbcTest {

  private static final String ALL_TYPES =
      """
      create table t (
        id int not null, truth boolean, tiny tinyint, small smallint, big bigint,
        single real, number double, price numeric(10, 2), huge numeric(38, 6), word char(3),
        words varchar(40), much clob, bytes varbinary(20), blob_ blob, on_ date, clock time(6),
        local_ timestamp(6), instant_ timestamp(6) with time zone)
      """;

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:h2:mem:");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private ResultSet query(String sql) throws SQLException {
    return statement.executeQuery(sql);
  }

  @Test
  void every_type_has_its_counterpart_and_null_stays_null() throws SQLException {
    statement.execute(ALL_TYPES);
    statement.execute(
        """
        insert into t values (
          1, true, -128, 32767, 9223372036854775807, 1.5, -0.1, 12345678.90,
          -12345678901234567890123456789012.123456, 'abc', 'Logística, "x"', 'long',
          X'00ff', X'01', date '2024-02-29', time '23:59:59.123456',
          timestamp '2024-01-15 10:30:00.000001',
          timestamp with time zone '2024-01-15 10:30:00.5+02:00')
        """);
    statement.execute("insert into t (id) values (2)");
    Frame frame = FrameReader.jdbc(query("select * from t order by id")).read();
    assertThat(frame.schema())
        .isEqualTo(
            Schema.of(
                "ID: int32!, TRUTH: boolean, TINY: int32, SMALL: int32, BIG: int64, SINGLE:"
                    + " float32, NUMBER: float64, PRICE: decimal(10,2), HUGE: decimal(38,6),"
                    + " WORD: string, WORDS: string, MUCH: string, BYTES: bytes, BLOB_: bytes,"
                    + " ON_: date, CLOCK: time, LOCAL_: timestamp, INSTANT_: timestamp_tz"));
    Map<String, Object> first = frame.row(0).toMap();
    assertThat(first)
        .containsEntry("ID", 1)
        .containsEntry("TRUTH", true)
        .containsEntry("TINY", -128)
        .containsEntry("SMALL", 32767)
        .containsEntry("BIG", Long.MAX_VALUE)
        .containsEntry("SINGLE", 1.5f)
        .containsEntry("NUMBER", -0.1)
        .containsEntry("PRICE", new BigDecimal("12345678.90"))
        .containsEntry("HUGE", new BigDecimal("-12345678901234567890123456789012.123456"))
        .containsEntry("WORD", "abc")
        .containsEntry("WORDS", "Logística, \"x\"")
        .containsEntry("MUCH", "long")
        .containsEntry("ON_", LocalDate.of(2024, 2, 29))
        .containsEntry("CLOCK", LocalTime.parse("23:59:59.123456"))
        .containsEntry("LOCAL_", LocalDateTime.parse("2024-01-15T10:30:00.000001"))
        .containsEntry("INSTANT_", Instant.parse("2024-01-15T08:30:00.5Z"));
    assertThat((byte[]) first.get("BYTES")).containsExactly(0, -1);
    assertThat((byte[]) first.get("BLOB_")).containsExactly(1);
    for (String column : frame.schema().names()) {
      assertThat(frame.row(0).isNull(column)).isFalse();
      assertThat(frame.row(1).isNull(column)).isEqualTo(!column.equals("ID"));
    }
  }

  @Test
  void a_schema_chooses_columns_and_types_and_nested_values_come_as_json() throws SQLException {
    ResultSet results =
        query(
            "select 7 as n, '2024-01-15' as d, JSON '{\"a\": [1, 2]}' as j, 'x' as unused,"
                + " 'gold' as tier, '[1, 2, null]' as l, '{\"k\": 1.5}' as m");
    Frame frame =
        FrameReader.jdbc(results)
            .schema(
                Schema.of(
                    "l: list<int64>, d: date, j: json, n: int64, tier: enum(gold|silver), m:"
                        + " map<float64>"))
            .read();
    assertThat(frame.row(0).toMap())
        .containsEntry("n", 7L)
        .containsEntry("d", LocalDate.of(2024, 1, 15))
        .containsEntry("j", "{\"a\":[1,2]}")
        .containsEntry("tier", "gold")
        .containsEntry("l", java.util.Arrays.asList(1L, 2L, null))
        .containsEntry("m", Map.of("k", 1.5))
        .doesNotContainKey("UNUSED");
  }

  @Test
  void a_local_time_becomes_an_instant_in_the_zone_that_is_told_only() throws SQLException {
    Schema schema = Schema.of("V: timestamp_tz");
    String sql = "select timestamp '2024-07-01 12:00:00' as v";
    assertThat(
            FrameReader.jdbc(query(sql))
                .schema(schema)
                .zone(ZoneId.of("Europe/Madrid"))
                .read()
                .row(0)
                .toMap())
        .containsEntry("V", Instant.parse("2024-07-01T10:00:00Z"));
  }

  @Test
  void what_does_not_fit_names_row_and_column() throws SQLException {
    statement.execute("create table n (v bigint)");
    statement.execute("insert into n values (1), (3000000000)");
    assertThatThrownBy(
            () -> FrameReader.jdbc(query("select v from n")).schema(Schema.of("v: int32")).read())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "Cannot read a result set, row 2: column \"v\": expected int32, found \"3000000000\"");
    assertThatThrownBy(
            () ->
                FrameReader.jdbc(query("select cast(null as int) as v"))
                    .schema(Schema.of("v: int32!"))
                    .read())
        .hasMessageContaining("row 1: column \"v\": expected int32, not null, found null");
    assertThatThrownBy(() -> FrameReader.jdbc(query("select interval '1' day as u")).read())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "Cannot read column \"U\" of a result set, its type INTERVAL DAY has no");
    assertThatThrownBy(
            () -> FrameReader.jdbc(query("select 1 as a")).schema(Schema.of("b: int32")).read())
        .isInstanceOf(StorageException.class);
    ResultSet closed = query("select 1 as a");
    closed.close();
    assertThatThrownBy(() -> FrameReader.jdbc(closed).read()).isInstanceOf(StorageException.class);
  }

  @Test
  void a_numeric_whose_size_the_driver_does_not_tell_keeps_its_digits() throws SQLException {
    ResultSet untold =
        watched(query("select cast(12.5 as numeric(6, 1)) as v"), new ArrayList<>(), 0);
    Frame frame = FrameReader.jdbc(untold).read();
    assertThat(frame.schema()).isEqualTo(Schema.of("V: decimal(38,18)"));
    assertThat((BigDecimal) frame.row(0).toMap().get("V")).isEqualByComparingTo("12.5");
  }

  @Test
  void blocks_are_read_as_they_are_asked_for_and_the_result_set_stays_the_callers()
      throws SQLException {
    List<String> calls = new ArrayList<>();
    ResultSet results = watched(query("select x as v from system_range(1, 1000)"), calls, 10);
    try (FrameBlocks blocks = FrameReader.jdbc(results).blocks(100)) {
      Frame first = blocks.next();
      assertThat(first.rows()).isEqualTo(100);
      assertThat(calls.stream().filter("next"::equals).count()).isEqualTo(101);
      assertThat(blocks.next().row(99).toMap()).containsEntry("V", 200L);
    }
    assertThat(results.isClosed()).isFalse();
    assertThat(results.getLong(1)).isEqualTo(201);
    assertThat(FrameReader.jdbc(query("select 1 as v where false")).read().rows()).isZero();
  }

  @Test
  void random_tables_come_back_as_they_were_written() throws SQLException {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      statement.execute("drop table if exists r");
      statement.execute("create table r (i int, l bigint, d double, p numeric(12, 3), s varchar)");
      List<List<Object>> rows = new ArrayList<>();
      try (PreparedStatement insert =
          connection.prepareStatement("insert into r values (?, ?, ?, ?, ?)")) {
        for (int row = random.nextInt(300); row >= 0; row--) {
          List<Object> values = new ArrayList<>();
          values.add(random.nextInt(5) == 0 ? null : (Object) random.nextInt());
          values.add(random.nextInt(5) == 0 ? null : (Object) random.nextLong());
          values.add(random.nextInt(5) == 0 ? null : (Object) random.nextGaussian());
          BigDecimal price = BigDecimal.valueOf(random.nextInt(), 3);
          values.add(random.nextInt(5) == 0 ? null : price);
          byte[] text = new byte[random.nextInt(12)];
          random.nextBytes(text);
          String latin = new String(text, StandardCharsets.ISO_8859_1).replace('\0', ' ');
          values.add(random.nextInt(5) == 0 ? null : latin);
          for (int i = 0; i < values.size(); i++) {
            insert.setObject(i + 1, values.get(i));
          }
          insert.executeUpdate();
          rows.add(values);
        }
      }
      List<List<Object>> read = new ArrayList<>();
      try (FrameBlocks blocks =
          FrameReader.jdbc(query("select * from r")).blocks(1 + random.nextInt(64))) {
        while (blocks.hasNext()) {
          Frame block = blocks.next();
          for (long row = 0; row < block.rows(); row++) {
            read.add(new ArrayList<>(block.row(row).toMap().values()));
          }
        }
      }
      assertThat(read).as("seed %d", seed).isEqualTo(rows);
    }
  }

  /** A result set whose calls are noted, and which tells this precision of its columns. */
  private static ResultSet watched(ResultSet results, List<String> calls, int precision) {
    return (ResultSet)
        Proxy.newProxyInstance(
            JdbcTest.class.getClassLoader(),
            new Class<?>[] {ResultSet.class},
            (proxy, method, args) -> {
              calls.add(method.getName());
              Object answer = call(results, method, args);
              return method.getName().equals("getMetaData")
                  ? Proxy.newProxyInstance(
                      JdbcTest.class.getClassLoader(),
                      new Class<?>[] {java.sql.ResultSetMetaData.class},
                      (meta, asked, with) ->
                          asked.getName().equals("getPrecision")
                              ? precision
                              : call(answer, asked, with))
                  : answer;
            });
  }

  private static Object call(Object target, java.lang.reflect.Method method, Object[] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
