package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainmentTest {

  @ParameterizedTest(name = "{0} within {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"integer\"} | {\"type\":\"number\"} | YES",
        "{\"type\":\"number\"} | {\"type\":\"integer\"} | NO",
        "{\"type\":\"integer\",\"minimum\":1,\"maximum\":2} | {\"enum\":[1,2]} | YES",
        "{\"multipleOf\":6} | {\"multipleOf\":3} | YES",
        "{\"multipleOf\":3} | {\"multipleOf\":6} | NO",
        "{\"type\":\"integer\",\"multipleOf\":0.5} | {\"multipleOf\":1} | YES",
        "{\"required\":[\"foo\"]} | {\"required\":[\"bar\"]} | NO",
        "{\"type\":\"string\",\"pattern\":\"^ab+$\"} | {\"pattern\":\"^a\"} | YES",
        "{\"type\":\"string\",\"pattern\":\"^a\"} | {\"pattern\":\"^ab+$\"} | NO",
        "{\"type\":\"string\",\"pattern\":\"^[a-z]{3}$\"} | {\"maxLength\":3} | YES",
        "{\"properties\":{\"a\":{\"type\":\"string\"}}} | {\"properties\":{\"a\":{}}} | YES",
        "{\"additionalProperties\":{\"type\":\"null\"}} | {\"maxProperties\":0} | NO",
        "{\"type\":\"object\",\"additionalProperties\":false} | {\"maxProperties\":0} | YES",
        "{\"type\":\"array\",\"items\":{\"enum\":[1,2]},\"uniqueItems\":true} | {\"maxItems\":2} |"
            + " YES",
        "{\"type\":\"array\",\"items\":{\"enum\":[1,2]}} | {\"maxItems\":2} | NO",
        "{\"contains\":{\"const\":1}} | {\"minItems\":2} | NO",
        "{\"type\":\"array\",\"contains\":{\"const\":1}} | {\"minItems\":1} | YES",
        "{\"oneOf\":[{\"minimum\":2},{\"maximum\":1}]} |"
            + " {\"anyOf\":[{\"minimum\":2},{\"maximum\":1}]} | YES",
        "{\"if\":{\"minimum\":5},\"then\":{\"maximum\":9}} | {\"maximum\":8} | NO",
        "{\"type\":\"number\",\"if\":{\"minimum\":5},\"then\":{\"maximum\":9}} | {\"maximum\":9} |"
            + " YES",
        "{\"propertyNames\":{\"maxLength\":1}} | {\"properties\":{\"ab\":false}} | YES",
        "{\"allOf\":[{\"contains\":{\"const\":1}},{\"contains\":{\"const\":1}}],\"type\":\"array\",\"maxItems\":1}"
            + " | {\"minItems\":2} | NO",
        // A second item is needed, and every item is what is needed already.
        "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"array\","
            + "\"items\":{\"const\":1},\"contains\":{\"const\":1},\"minContains\":2} | false | NO",
        // The first item that must fail stands behind the leading ones.
        "{\"type\":\"array\"} | {\"items\":[{},{}],\"additionalItems\":false} | NO",
        // One field serves two needs, as there is room for one only.
        "{\"type\":\"object\",\"maxProperties\":1,\"allOf\":["
            + "{\"not\":{\"additionalProperties\":{\"type\":\"string\"}}},"
            + "{\"not\":{\"additionalProperties\":{\"type\":\"number\"}}}]} | false | NO",
        "{\"type\":\"object\",\"maxProperties\":1,\"allOf\":["
            + "{\"not\":{\"patternProperties\":{\"x\":{\"type\":\"string\"}}}},"
            + "{\"not\":{\"patternProperties\":{\"y\":{\"type\":\"number\"}}}}]} | false | NO",
        "{\"type\":\"object\",\"maxProperties\":1,\"allOf\":["
            + "{\"not\":{\"propertyNames\":{\"minLength\":2}}},"
            + "{\"not\":{\"propertyNames\":{\"pattern\":\"x\"}}}]} | false | NO",
        // An item gives way to another that has no choice.
        "{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":2,"
            + "\"items\":[{\"enum\":[1,2]},{\"enum\":[1]}]} | false | NO",
        // Values are excluded one by one.
        "{\"type\":\"array\",\"items\":{\"const\":1}} | {\"enum\":[[],[1],[1,1],[1,1,1]]} | NO",
        "{\"type\":\"array\",\"items\":{\"const\":1},\"maxItems\":2} |"
            + " {\"enum\":[[],[1],[1,1],[1,1,1]]} | YES",
        "{\"type\":\"object\",\"propertyNames\":{\"const\":\"a\"},\"properties\":{\"a\":{\"enum\":[1,2]}}}"
            + " | {\"enum\":[{},{\"a\":1},{\"a\":2}]} | YES",
        "{\"type\":\"object\",\"propertyNames\":{\"const\":\"a\"},"
            + "\"properties\":{\"a\":{\"enum\":[1,2]}}} | {\"enum\":[{},{\"a\":1}]} | NO",
        "{\"pattern\":\"^(?!x)\"} | {\"pattern\":\"^[^x]\"} | MAYBE"
      })
  void isDecidedAsDocumentsSay(String inner, String outer, Truth expected) {
    assertThat(Schemas.contained(inner, outer).truth()).isEqualTo(expected);
  }

  /** What the other keywords look at is told apart case by case. */
  @ParameterizedTest(name = "{0} within {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'properties':{'a':{}},'unevaluatedProperties':false} |"
            + " {'propertyNames':{'const':'a'}} | YES",
        "{'properties':{'a':{}},'anyOf':[{'properties':{'b':{}}},"
            + "{'properties':{'c':{}},'required':['c']}],'unevaluatedProperties':false} |"
            + " {'propertyNames':{'enum':['a','b','c']}} | YES",
        "{'properties':{'a':{}},'anyOf':[{'properties':{'b':{}}},"
            + "{'properties':{'c':{}},'required':['c']}],'unevaluatedProperties':false} |"
            + " {'propertyNames':{'enum':['a','b']}} | NO",
        "{'if':{'required':['a']},'then':{'properties':{'a':{},'b':{}}},"
            + "'unevaluatedProperties':false} | {'dependentRequired':{'b':['a']}} | YES",
        "{'dependentSchemas':{'a':{'properties':{'a':{},'b':{}}}},'unevaluatedProperties':false} |"
            + " {'dependentRequired':{'b':['a']}} | YES",
        "{'maxProperties':1} | {'allOf':[{'properties':{'a':{}}}],"
            + "'unevaluatedProperties':{'type':'string'}} | NO",
        "{'prefixItems':[{}],'contains':{'type':'integer'},'unevaluatedItems':false} |"
            + " {'prefixItems':[{}],'items':{'type':'number'}} | YES",
        "{'prefixItems':[{}],'items':{'type':'number'}} |"
            + " {'prefixItems':[{}],'contains':{'type':'integer'},'unevaluatedItems':false} | NO",
        "{'$ref':'#/$defs/base','unevaluatedProperties':false,"
            + "'$defs':{'base':{'properties':{'a':{}}}}} | {'maxProperties':1} | YES"
      })
  void unevaluatedKeywordsAreDecided(String inner, String outer, Truth expected) {
    assertThat(Schemas.contained(typed(inner), typed(outer)).truth()).isEqualTo(expected);
  }

  private static String typed(String schema) {
    String type = schema.contains("tems") ? "array" : "object";
    return schema
        .strip()
        .replace('\'', '"')
        .replaceFirst(
            "\\{",
            "{\"\\$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\""
                + type
                + "\",");
  }

  @Test
  void twoDynamicReferencesAreNotTakenForTheSame() {
    String schema =
        "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$dynamicRef\":\"#x\","
            + "\"$defs\":{\"a\":{\"$dynamicAnchor\":\"x\",\"type\":\"%s\"},"
            + "\"b\":{\"$id\":\"b\",\"$dynamicAnchor\":\"x\"}}}";
    assertThat(Schemas.contained(schema.formatted("string"), schema.formatted("integer")).truth())
        .isEqualTo(Truth.MAYBE);
  }

  @Test
  void aRecursiveSchemaIsContainedInAWiderOne() {
    String tree =
        "{\"definitions\":{\"n\":{\"type\":\"object\",\"properties\":{\"l\":{\"$ref\":\"#/definitions/n\"},"
            + "\"v\":{\"type\":\"%s\"}}}},\"$ref\":\"#/definitions/n\"}";
    assertThat(Schemas.contained(tree.formatted("integer"), tree.formatted("number")).truth())
        .isEqualTo(Truth.YES);
    Containment narrower = Schemas.contained(tree.formatted("number"), tree.formatted("integer"));
    assertThat(narrower.truth()).isEqualTo(Truth.NO);
    assertThat(JsonText.of(narrower.counterexample().orElseThrow())).startsWith("{\"v\":");
  }

  @Test
  void aSchemaThatOnlyInfiniteDocumentsCouldKeepHasNone() {
    String endless =
        "{\"type\":\"object\",\"required\":[\"next\"],\"properties\":{\"next\":{\"$ref\":\"#\"}}}";
    assertThat(Schemas.contained(endless, "false").truth()).isEqualTo(Truth.YES);
  }

  @Test
  void aLenientComparisonLooksOnlyAtNamesThatTheInnerDeclares() {
    String before = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
    String after =
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"string\"}}}";
    assertThat(Containment.of(Schemas.of(before), Schemas.of(after), false, 10_000).truth())
        .isEqualTo(Truth.NO);
    assertThat(Containment.of(Schemas.of(before), Schemas.of(after), true, 10_000).truth())
        .isEqualTo(Truth.YES);
  }
}
