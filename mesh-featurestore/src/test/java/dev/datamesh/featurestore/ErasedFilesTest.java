package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** After an entity is erased no file under the folder has what its rows had, or its key. */
class ErasedFilesTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final String MARKER = "#ERASE-ME-12345#";
  private static final String KEPT = "#KEEP-ME-567890#";

  private final SettableClock clock = new SettableClock(NOW);

  @TempDir Path folder;

  private FeatureStore open(FeatureView view) {
    FeatureStore store = FeatureStore.builder().clock(clock).at(folder);
    store.apply(Definitions.of(view));
    return store;
  }

  private static FeatureView view(String key) {
    return FeatureView.named("v")
        .entities(Entity.of("e", "k: " + key))
        .source(Source.ingested("at"))
        .features("word: string")
        .online()
        .build();
  }

  private static Frame row(String type, Object key, @Nullable String word, @Nullable Instant at) {
    return Frame.ofRows(
        Schema.of("k: " + type + ", word: string, at: timestamp_tz"),
        List.of(Arrays.asList(key, word, at)));
  }

  /** The files that have these bytes, whichever way round. */
  private List<Path> filesWith(byte[] marker) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (has(Files.readAllBytes(file), marker)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private List<Path> filesWith(String marker) throws IOException {
    return filesWith(marker.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean has(byte[] bytes, byte[] marker) {
    for (int at = 0; at + marker.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + marker.length, marker, 0, marker.length)) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @EnumSource(PushTarget.class)
  void whateverItsRowsWerePushedTo(PushTarget target) throws IOException {
    FeatureView view = view("string");
    try (FeatureStore store = open(view)) {
      store.push("v", row("string", "me", MARKER, Micros.instant(NOW)), target);
      store.push("v", row("string", "me", MARKER, null), target);
      store.push("v", row("string", "other", KEPT, Micros.instant(NOW)), target);
      assertThat(filesWith(MARKER)).as("before").isNotEmpty();

      assertThat(store.erase(Map.of("k", "me"))).isEqualTo(2);

      assertThat(filesWith(MARKER)).as("at once").isEmpty();
      store.push("v", row("string", "third", KEPT, Micros.instant(NOW)), target);
    }
    assertThat(filesWith(MARKER)).as("after closing").isEmpty();
    assertThat(filesWith(KEPT)).isNotEmpty();
    try (FeatureStore store = open(view)) {
      PreparedFeatures served = store.prepare("v:word");
      assertThat(served.get(Map.of("k", "me")).value("word")).isNull();
      assertThat(served.get(Map.of("k", "other")).value("word"))
          .isEqualTo(target.online() ? KEPT : null);
    }
    assertThat(filesWith(MARKER)).as("after another opening").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(PushTarget.class)
  void alsoWhereTheyWerePushedByAnEarlierProcessAndCompactedSince(PushTarget target)
      throws IOException {
    FeatureView view = view("string");
    for (int round = 0; round < 3; round++) {
      try (FeatureStore store = open(view)) {
        for (int i = 0; i < 3; i++) {
          store.push("v", row("string", "me", MARKER, Micros.instant(NOW + i)), target);
          store.push("v", row("string", "other", KEPT, Micros.instant(NOW + i)), target);
          store.stats("v");
        }
        store.checkpoint();
        if (round == 1) {
          store.compact();
        }
      }
    }
    try (FeatureStore store = open(view)) {
      store.prepare("v:word").get(Map.of("k", "me"));
      assertThat(store.erase(Map.of("k", "me"))).isEqualTo(9);
      assertThat(filesWith(MARKER)).isEmpty();
    }
    assertThat(filesWith(MARKER)).isEmpty();
    assertThat(filesWith(KEPT)).isNotEmpty();
  }

  /** A key of each type, and the bytes that it would have in a file. */
  private record Key(String type, Object value, byte[] bytes) {

    @Override
    public String toString() {
      return type;
    }
  }

  static Stream<Key> keys() {
    long number = 0x5A17_C0DE_1234_5678L;
    Instant instant = Micros.instant(1_699_999_123_456_789L);
    return Stream.of(
        new Key("string", "somebody-unusual", "somebody-unusual".getBytes(StandardCharsets.UTF_8)),
        new Key("int64", number, bytes(number)),
        new Key("int32", 0x5A17_C0DE, bytes(0x5A17_C0DEL)),
        new Key("date", LocalDate.of(1987, 6, 5), "1987-06-05".getBytes(StandardCharsets.UTF_8)),
        new Key("timestamp_tz", instant, bytes(1_699_999_123_456_789L)),
        new Key(
            "decimal(18, 4)",
            new BigDecimal("12345678901234.5678"),
            "12345678901234.5678".getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putLong(number).array();
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] other = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      other[i] = bytes[bytes.length - 1 - i];
    }
    return other;
  }

  @ParameterizedTest
  @MethodSource("keys")
  void noFileNamesAKeyOfAnyKind(Key key) throws IOException {
    FeatureView view = view(key.type());
    try (FeatureStore store = open(view)) {
      for (PushTarget target : PushTarget.values()) {
        store.push("v", row(key.type(), key.value(), MARKER, Micros.instant(NOW)), target);
      }
      store.checkpoint();
      assertThat(store.erase(Map.of("k", key.value()))).isEqualTo(3);
    }
    assertThat(filesWith(MARKER)).isEmpty();
    assertThat(filesWith(key.bytes())).isEmpty();
    assertThat(filesWith(reversed(key.bytes()))).isEmpty();
  }

  @Test
  void rowsOfADroppedViewAreInNoFileHoweverTheyWerePushed() throws IOException {
    try (FeatureStore store = open(view("string"))) {
      for (PushTarget target : PushTarget.values()) {
        store.push("v", row("string", "me", MARKER, Micros.instant(NOW)), target);
      }
      store.drop("v");
      assertThat(filesWith(MARKER)).isEmpty();
    }
    assertThat(filesWith(MARKER)).isEmpty();
  }

  @Test
  void rowsThatRetentionDropsAreInNoFileHoweverTheyWerePushed() throws IOException {
    try (FeatureStore store = open(view("string"))) {
      for (PushTarget target : PushTarget.values()) {
        store.push("v", row("string", "me", MARKER, Micros.instant(NOW - 10)), target);
        store.push("v", row("string", "me", KEPT, Micros.instant(NOW)), target);
      }
      assertThat(store.retain("v", Micros.instant(NOW))).isEqualTo(2);
      assertThat(filesWith(MARKER)).isEmpty();
    }
    assertThat(filesWith(MARKER)).isEmpty();
    assertThat(filesWith(KEPT)).isNotEmpty();
  }
}
