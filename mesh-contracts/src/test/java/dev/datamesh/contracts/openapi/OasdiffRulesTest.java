package dev.datamesh.contracts.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Severity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every rule of oasdiff at error level that its profile claims, by a case of our own. */
class OasdiffRulesTest {

  private static final LocalDate DAY = LocalDate.of(2024, 7, 15);

  /** Neither direction of these is more breaking than the other, or both are. */
  private static final Set<String> BOTH_WAYS =
      Set.of("changed", "parse", "invalid-stability-level", "default-value-changed");

  @Test
  void everyRuleIsFoundAndNotFoundTheOtherWayRound() throws IOException {
    List<String> missing = new ArrayList<>();
    List<String> reversed = new ArrayList<>();
    int rules = 0;
    for (String line : lines()) {
      String[] cells = line.split(" \\| ", -1);
      for (String place : cells[0].split(" ")) {
        String id = place.contains("-") ? place + "-" + cells[1] : cells[1];
        String before = document(place, cells[2]);
        String after = document(place, cells[3]);
        rules++;
        if (!errors(before, after).contains(id)) {
          missing.add(id);
        }
        if (BOTH_WAYS.stream().noneMatch(id::endsWith) && errors(after, before).contains(id)) {
          reversed.add(id);
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(reversed).isEmpty();
    assertThat(rules).isGreaterThanOrEqualTo(209);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    OasdiffRulesTest.class.getResourceAsStream("oasdiff-errors.txt")),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static Set<String> errors(String before, String after) {
    return Contract.read(before, "old")
        .diffTo(
            Contract.read(after, "new"), Comparison.standard().withProfile(Profile.OASDIFF).on(DAY))
        .findings()
        .stream()
        .filter(finding -> finding.severity() == Severity.BREAKING)
        .map(dev.datamesh.contracts.Finding::rule)
        .collect(Collectors.toSet());
  }

  private static String document(String place, String json) {
    String property = "{\"type\":\"object\",\"properties\":{\"p\":%s}}".formatted(json);
    return switch (place) {
      case "document" -> api(json);
      case "operation" -> post(json);
      case "request-body" -> post(request(json));
      case "request-property" -> post(request(property));
      case "request-parameter" -> post(parameter(json));
      case "request-parameter-property" -> post(parameter(property));
      case "response-body" -> post(response(content(json)));
      case "response-property" -> post(response(content(property)));
      default -> post(response("\"headers\":{\"X-H\":{\"schema\":" + json + "}}"));
    };
  }

  private static String api(String members) {
    return "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"},"
        + members.substring(1);
  }

  private static String post(String operation) {
    return api("{\"paths\":{\"/a\":{\"post\":" + operation + "}}}");
  }

  private static String content(String schema) {
    return "\"content\":{\"application/json\":{\"schema\":" + schema + "}}";
  }

  private static String request(String schema) {
    return "{\"requestBody\":{" + content(schema) + "}," + response("").substring(1);
  }

  private static String parameter(String schema) {
    return "{\"parameters\":[{\"name\":\"q\",\"in\":\"query\",\"schema\":"
        + schema
        + "}],"
        + response("").substring(1);
  }

  private static String response(String members) {
    return "{\"responses\":{\"200\":{\"description\":\"ok\""
        + (members.isEmpty() ? "" : "," + members)
        + "}}}";
  }
}
