package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.OnDemandView;
import dev.datamesh.featurestore.definition.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function answers is served as it is joined: of its type, or refused. */
class OnDemandServedTest {

  private static final long NOW = 1_700_000_000_000_000L;
  private static final Definitions VIEW = Definitions.of(TestViews.online("n: int64, m: int64"));

  private static final FeatureView OTHER =
      FeatureView.named("w")
          .entities(Entity.of("e", "k: int64"))
          .source(Source.ingested("at"))
          .features("n: int64")
          .online()
          .build();

  private static Map<String, @Nullable Object> answer(@Nullable Object value) {
    Map<String, @Nullable Object> answer = new HashMap<>();
    answer.put("y", value);
    return answer;
  }

  @SuppressWarnings("NullAway") // A host's mistake.
  private static FeatureStore store() {
    FeatureStore store =
        FeatureStore.builder()
            .clock(new SettableClock(NOW))
            .function("narrow", 1, in -> answer(5))
            .function("text", 1, in -> answer("five"))
            .function("none", 1, in -> answer(null))
            .function("nothing", 1, in -> null)
            .function("same", 1, in -> answer(in.get("n")))
            .function("same", 2, in -> Map.of("z", in.get("n")))
            .inMemory();
    store.apply(VIEW);
    for (String function : List.of("narrow", "text", "none", "nothing")) {
      store.apply(
          VIEW.withOnDemandViews(
              OnDemandView.of(function, function, List.of("v:n"), "", "y: int64")));
    }
    store.push(
        "v",
        Frame.of(
            Column.ofLongs("k", 1),
            Column.ofLongs("n", 1),
            Column.ofLongs("m", 2),
            Column.ofMicros("at", NOW)),
        PushTarget.BOTH);
    return store;
  }

  private static @Nullable Object served(FeatureStore store, String feature) {
    return store.prepare(feature).get(Map.of("k", 1L)).value("y");
  }

  private static @Nullable Object joined(FeatureStore store, String feature) {
    Frame spine = Frame.of(Column.ofLongs("k", 1), Column.ofMicros("t", NOW));
    return store.historicalFeatures(spine, feature).get(0, "y");
  }

  @Test
  void anAnswerIsServedInItsTypesOwnForm() {
    assertThat(served(store(), "narrow:y")).isEqualTo(5L).isEqualTo(joined(store(), "narrow:y"));
    assertThat(served(store(), "none:y")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "nothing"})
  void anAnswerThatIsNoneOfItsTypeIsRefusedOnBothSides(String function) {
    assertThatThrownBy(() -> served(store(), function + ":y"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("function " + function + " answered");
    assertThatThrownBy(() -> joined(store(), function + ":y"))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void twoVersionsOfAViewEachReadTheirOwnInputs() {
    FeatureStore store = store();
    store.apply(Definitions.of(OTHER));
    store.push(
        "w",
        Frame.of(Column.ofLongs("k", 1), Column.ofLongs("n", 2), Column.ofMicros("at", NOW)),
        PushTarget.BOTH);
    store.apply(same(1, "v:n", "y"));
    store.apply(same(2, "w:n", "z"));
    String[] both = {"same@v0:y", "same@v1:z"};
    Frame spine = Frame.of(Column.ofLongs("k", 1), Column.ofMicros("t", NOW));

    FeatureVector served = store.prepare(both).get(Map.of("k", 1L));
    Frame joined = store.historicalFeatures(spine, both);

    assertThat(served.value("y")).isEqualTo(1L).isEqualTo(joined.get(0, "y"));
    assertThat(served.value("z")).isEqualTo(2L).isEqualTo(joined.get(0, "z"));
  }

  private static Definitions same(int function, String input, String output) {
    return Definitions.EMPTY.withOnDemandViews(
        new OnDemandView(
            "same",
            "same",
            function,
            List.of(FeatureReference.of(input)),
            Schema.of(""),
            Schema.of(output + ": int64"),
            "",
            ""));
  }
}
