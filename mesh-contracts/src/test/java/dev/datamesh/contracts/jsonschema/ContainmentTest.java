package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  /** Without {@code $schema}, words that only one draft has tell which it is. */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'minimum':1,'exclusiveMinimum':true} | DRAFT4",
        "{'properties':{'a':{'minimum':1,'exclusiveMinimum':false}}} | DRAFT4",
        "{'properties':{'exclusiveMinimum':{'type':'integer'},'a':{'exclusiveMinimum':1}}} |"
            + " DRAFT7",
        "{'properties':{'a':{'dependentRequired':{'x':['y']}}}} | DRAFT2020",
        "{'properties':{'dependentRequired':true}} | DRAFT7",
        "{'enum':[{'prefixItems':1}]} | DRAFT7",
        "{'items':{'$recursiveRef':'#'}} | DRAFT2019",
        "{'$schema':'http://json-schema.org/draft-05/schema#'} | DRAFT4"
      })
  void theDraftIsToldByItsWords(String schema, Dialect draft) {
    assertThat(Schemas.of(schema.strip().replace('\'', '"')).dialect).isEqualTo(draft);
  }

  @Test
  void theThirdDraftIsNotJudged() {
    String three = "{\"$schema\":\"http://json-schema.org/draft-03/schema#\",\"type\":\"%s\"}";
    assertThat(Schemas.contained(three.formatted("integer"), three.formatted("number")).truth())
        .isEqualTo(Truth.MAYBE);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // An id that draft 7 does not know changes no base.
        "draft-07 | {'definitions':{'d':{'type':'string'}},'properties':{'a':{'id':'x.json',"
            + "'items':{'$ref':'#/definitions/d'}}}} | {'a':[1]} | NO",
        // In draft 4 it does, and the reference leads nowhere.
        "draft-04 | {'definitions':{'d':{'type':'string'}},'properties':{'a':{'id':'x.json',"
            + "'items':{'$ref':'#/definitions/d'}}}} | {'a':[1]} | MAYBE",
        // Beside a reference nothing counts up to draft 7.
        "draft-07 | {'definitions':{'d':{'type':'string'}},'properties':{'a':{'$ref':"
            + "'#/definitions/d','maxLength':1}}} | {'a':'ab'} | YES",
        "draft/2019-09 | {'$defs':{'d':{'type':'string'}},'properties':{'a':{'$ref':"
            + "'#/$defs/d','maxLength':1}}} | {'a':'ab'} | NO",
        "draft-04 | {'minimum':3,'exclusiveMinimum':true} | 3 | NO",
        "draft-04 | {'const':1,'contains':{'type':'null'},'propertyNames':false} | {'a':1} | YES",
        "draft-06 | {'if':{'type':'object'},'then':false} | {} | YES",
        "draft-06 | {'contains':{'type':'null'}} | [1] | NO",
        "draft-07 | {'dependentRequired':{'a':['b']},'minContains':2} | {'a':1} | YES",
        "draft/2019-09 | {'items':[{'type':'string'}],'additionalItems':false} | ['a',1] | NO",
        "draft/2020-12 | {'items':[{'type':'string'}]} | [] | INVALID",
        "draft/2020-12 | {'prefixItems':[{'type':'string'}],'items':false} | ['a',1] | NO",
        "draft/2020-12 | {'contains':true,'minContains':0} | [] | YES",
        "draft/2020-12 | {'$anchor':'top','properties':{'a':{'$ref':'#top'}},'maxProperties':1} |"
            + " {'a':{'b':1,'c':2}} | NO",
        "draft/2020-12 | {'const':1.0} | 1 | YES",
        "draft/2020-12 | {'enum':[1,{'a':1.0}]} | {'a':1} | YES",
        "draft/2020-12 | {'uniqueItems':true} | [1,1.0] | NO",
        "draft/2020-12 | {'maxLength':1} | '\uD83D\uDC09' | YES",
        "draft/2020-12 | {'multipleOf':0.1} | 0.3 | YES",
        "draft/2020-12 | {'multipleOf':1e-8} | 12391239123 | YES",
        "draft/2020-12 | {'type':'integer'} | 1e2 | YES"
      })
  void eachDraftHasItsOwnWords(String draft, String schema, String document, String expected) {
    String text =
        "{\"$schema\":\""
            + (draft.contains("/") ? "https" : "http")
            + "://json-schema.org/"
            + draft
            + "/schema"
            + (draft.contains("/") ? "" : "#")
            + "\","
            + schema.strip().replace('\'', '"').substring(1);
    String value = document.strip().replace('\'', '"');
    if (expected.equals("INVALID")) {
      assertThatThrownBy(() -> Schemas.of(text))
          .isInstanceOf(dev.datamesh.core.InvalidInputException.class);
      return;
    }
    Truth truth =
        Evaluator.judge(
            Schemas.of(text),
            dev.datamesh.core.document.DocumentReader.standard().read(value, "document"),
            new Budget(1_000));
    assertThat(truth).isEqualTo(Truth.valueOf(expected));
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
