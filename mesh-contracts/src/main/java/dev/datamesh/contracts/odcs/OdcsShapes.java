package dev.datamesh.contracts.odcs;

import static dev.datamesh.contracts.odcs.OdcsVersion.V3_1;
import static dev.datamesh.contracts.odcs.Shape.ANY;
import static dev.datamesh.contracts.odcs.Shape.COUNT;
import static dev.datamesh.contracts.odcs.Shape.FLAG;
import static dev.datamesh.contracts.odcs.Shape.INTEGER;
import static dev.datamesh.contracts.odcs.Shape.NUMBER;
import static dev.datamesh.contracts.odcs.Shape.SCALAR;
import static dev.datamesh.contracts.odcs.Shape.TEXT;
import static dev.datamesh.contracts.odcs.Shape.either;
import static dev.datamesh.contracts.odcs.Shape.list;
import static dev.datamesh.contracts.odcs.Shape.matching;
import static dev.datamesh.contracts.odcs.Shape.object;
import static dev.datamesh.contracts.odcs.Shape.since;
import static dev.datamesh.contracts.odcs.Shape.words;

import dev.datamesh.contracts.odcs.Shape.ObjectShape;
import dev.datamesh.core.document.Node;
import java.util.Map;
import java.util.regex.Pattern;

/** The shapes of a contract's elements, the newest version's; older versions where they differ. */
final class OdcsShapes {

  private static final Shape ID =
      matching(Pattern.compile("[A-Za-z0-9_-]+"), "an id of letters, digits, _ and -");
  private static final Shape DAY =
      matching(Pattern.compile("\\d{4}-\\d{2}-\\d{2}"), "a day such as 2026-01-31");
  private static final Shape MOMENT =
      matching(
          Pattern.compile(
              "\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})"),
          "a moment such as 2026-01-31T10:00:00Z");
  private static final Shape TAGS = list(TEXT);
  private static final Shape CUSTOM =
      list(
          since(
              V3_1,
              object().and(ID, "id").and(TEXT, "property!", "description").and(ANY, "value!"),
              object()
                  .and(TEXT, "property")
                  .and(ANY, "value")
                  .and(ID, "id")
                  .and(TEXT, "description")));
  private static final Shape DEFINITIONS =
      list(object().and(ID, "id").and(TEXT, "url!", "type!", "description"));

  private static final ObjectShape ELEMENT =
      object()
          .and(ID, "id")
          .and(TEXT, "name", "physicalType", "description", "businessName")
          .and(DEFINITIONS, "authoritativeDefinitions")
          .and(TAGS, "tags")
          .and(CUSTOM, "customProperties")
          .and(
              list(
                  object()
                      .and(ID, "id")
                      .and(TEXT, "synonym!", "description", "locale", "source", "status")
                      .and(CUSTOM, "customProperties")),
              "synonyms");

  private static final Shape ROLE =
      object()
          .and(ID, "id")
          .and(
              TEXT, "role!", "description", "access", "firstLevelApprovers", "secondLevelApprovers")
          .and(CUSTOM, "customProperties");

  private static final Shape REFERENCES = either(Node.Sequence.class, list(TEXT), TEXT);

  private static final ObjectShape RELATIONSHIP =
      object()
          .and(words("foreignKey"), "type")
          .and(REFERENCES, "to!")
          .and(CUSTOM, "customProperties");

  private static final Shape CONTEXT_PART =
      object()
          .and(TEXT, "id", "question", "answer", "constraint")
          .and(DEFINITIONS, "authoritativeDefinitions")
          .and(TAGS, "tags")
          .and(CUSTOM, "customProperties");

  private static final Shape CONTEXT =
      either(
          Node.Mapping.class,
          object()
              .and(TEXT, "instructions")
              .and(list(CONTEXT_PART), "verifiedStatements", "constraints"),
          TEXT);

  private static final Shape RANGE = list(NUMBER);

  private static final ObjectShape QUALITY =
      object()
          .and(ID, "id")
          .and(DEFINITIONS, "authoritativeDefinitions")
          .and(CUSTOM, "customProperties")
          .and(
              TEXT,
              "businessImpact",
              "description",
              "method",
              "name",
              "schedule",
              "scheduler",
              "severity",
              "unit",
              "rule",
              "query",
              "engine")
          .and(
              words(
                  "accuracy",
                  "completeness",
                  "conformity",
                  "consistency",
                  "coverage",
                  "timeliness",
                  "uniqueness"),
              "dimension")
          .and(TAGS, "tags")
          .and(words("text", "library", "sql", "custom"), "type")
          .and(
              words("nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"),
              "metric")
          .and(Shape.kind("a mapping", Node.Mapping.class), "arguments")
          .and(either(Node.Mapping.class, ANY, TEXT), "implementation")
          .and(ANY, "mustBe", "mustNotBe")
          .and(
              NUMBER,
              "mustBeGreaterThan",
              "mustBeGreaterOrEqualTo",
              "mustBeLessThan",
              "mustBeLessOrEqualTo")
          .and(RANGE, "mustBeBetween", "mustNotBeBetween");

  /** In 3.0 a quality rule may hold whatever its engine knows. */
  private static final Shape QUALITY_RULE =
      (node, pointer, report) -> {
        QUALITY.check(node, pointer, report);
        QualityChecks.check(node, pointer, report);
      };

  private static final Shape ENUM_VALUE =
      object()
          .and(SCALAR, "value!")
          .and(TEXT, "label", "description")
          .and(ID, "id")
          .and(CUSTOM, "customProperties")
          .and(DEFINITIONS, "authoritativeDefinitions")
          .and(TAGS, "tags");

  private static final Map<String, Shape> OPTIONS =
      Map.of(
          "string",
          object().and(COUNT, "minLength", "maxLength").and(TEXT, "pattern", "format"),
          "date",
          moments(),
          "timestamp",
          moments().and(FLAG, "timezone").and(TEXT, "defaultTimezone"),
          "time",
          moments().and(FLAG, "timezone").and(TEXT, "defaultTimezone"),
          "integer",
          numbers()
              .and(
                  words("i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128"),
                  "format"),
          "number",
          numbers().and(words("f32", "f64"), "format"),
          "object",
          object().and(COUNT, "maxProperties", "minProperties").and(list(TEXT), "required"),
          "array",
          object().and(COUNT, "maxItems", "minItems").and(FLAG, "uniqueItems"),
          "boolean",
          (node, pointer, report) -> {},
          "map",
          (node, pointer, report) -> {});

  private static final ObjectShape PROPERTY =
      ELEMENT
          .and(FLAG, "primaryKey", "required", "unique", "partitioned", "criticalDataElement")
          .and(INTEGER, "primaryKeyPosition", "partitionKeyPosition")
          .and(
              since(
                  OdcsVersion.V3_2,
                  words(OPTIONS.keySet()),
                  words(
                      "string",
                      "date",
                      "timestamp",
                      "time",
                      "number",
                      "integer",
                      "object",
                      "array",
                      "boolean")),
              "logicalType")
          .and(Shape.kind("a mapping", Node.Mapping.class), "logicalTypeOptions")
          .and(
              TEXT,
              "physicalName",
              "classification",
              "encryptedName",
              "transformLogic",
              "transformDescription")
          .and(words("column", "measure", "dimension"), "semanticType")
          .and(list(TEXT), "transformSourceObjects")
          .and(list(ANY), "examples")
          .and(list(ENUM_VALUE), "enum")
          .and(list(RELATIONSHIP), "relationships")
          .and(list(QUALITY_RULE), "quality")
          .and(CONTEXT, "context");

  private OdcsShapes() {}

  private static ObjectShape moments() {
    Shape bound = since(V3_1, TEXT, either(Node.Bool.class, FLAG, TEXT));
    return object()
        .and(TEXT, "format", "maximum", "minimum")
        .and(bound, "exclusiveMaximum", "exclusiveMinimum");
  }

  private static ObjectShape numbers() {
    Shape bound = since(V3_1, NUMBER, either(Node.Bool.class, FLAG, NUMBER));
    Shape factor =
        (node, pointer, report) -> {
          NUMBER.check(node, pointer, report);
          if (node instanceof Node.Num number && number.value().signum() <= 0) {
            report.add(pointer, node, "expected a number above 0, found " + node);
          }
        };
    return object()
        .and(factor, "multipleOf")
        .and(NUMBER, "maximum", "minimum")
        .and(bound, "exclusiveMaximum", "exclusiveMinimum");
  }

  private static final Shape MAP =
      object().and((item, at, to) -> OdcsShapes.ITEM.check(item, at, to), "key!", "value!");

  /** A property of a table or a record. */
  static final Shape COLUMN = property("name!");

  /** A property of a list or a map, which needs no name. */
  static final Shape ITEM = property("name");

  private static Shape property(String nameKey) {
    Shape shape =
        PROPERTY
            .and(TEXT, nameKey)
            .and(list((item, at, to) -> OdcsShapes.COLUMN.check(item, at, to)), "properties")
            .and((item, at, to) -> OdcsShapes.ITEM.check(item, at, to), "items")
            .and(MAP, "map");
    return (node, pointer, report) -> {
      shape.check(node, pointer, report);
      node.find("logicalType")
          .flatMap(Node::text)
          .map(OPTIONS::get)
          .ifPresent(
              options ->
                  node.find("logicalTypeOptions")
                      .ifPresent(
                          given -> options.check(given, pointer + "/logicalTypeOptions", report)));
      PropertyChecks.check(node, pointer, report);
    };
  }

  private static final Shape TABLE =
      (node, pointer, report) -> {
        ELEMENT
            .and(TEXT, "name!", "physicalName", "dataGranularityDescription")
            .and(words("object"), "logicalType")
            .and(list(COLUMN), "properties")
            .and(list(RELATIONSHIP.and(REFERENCES, "from!")), "relationships")
            .and(list(QUALITY_RULE), "quality")
            .and(CONTEXT, "context")
            .check(node, pointer, report);
        PropertyChecks.checkTable(node, pointer, report);
      };

  private static final ObjectShape MEMBER =
      object()
          .and(ID, "id")
          .and(TEXT, "username", "name", "description", "role", "replacedByUsername")
          .and(DAY, "dateIn", "dateOut")
          .and(TAGS, "tags")
          .and(CUSTOM, "customProperties")
          .and(DEFINITIONS, "authoritativeDefinitions");

  private static final Shape MEMBERS = list(since(V3_1, MEMBER.and(TEXT, "username!"), MEMBER));

  private static final Shape TEAM =
      either(
          Node.Mapping.class,
          object()
              .and(ID, "id")
              .and(TEXT, "name", "description")
              .and(MEMBERS, "members")
              .and(TAGS, "tags")
              .and(CUSTOM, "customProperties")
              .and(DEFINITIONS, "authoritativeDefinitions"),
          MEMBERS);

  private static final Shape SUPPORT =
      list(
          object()
              .and(ID, "id")
              .and(TEXT, "channel!", "url", "description", "tool", "scope", "invitationUrl")
              .and(CUSTOM, "customProperties"));

  private static final Shape SLA =
      list(
          object()
              .and(ID, "id")
              .and(TEXT, "property!", "unit", "element", "driver", "description", "scheduler")
              .and(TEXT, "schedule")
              .and(SCALAR, "value!", "valueExt"));

  private static final ObjectShape ROOT =
      object()
          .and(TEXT, "version!", "id!", "name", "tenant", "dataProduct", "domain")
          .and(TEXT, "slaDefaultElement")
          .and(words("DataContract"), "kind!")
          .and(TEXT, "apiVersion!")
          .and(TAGS, "tags")
          .and(list(Servers.shape(ID, ROLE, CUSTOM)), "servers")
          .and(
              (node, pointer, report) -> {
                // Other keys are allowed here, the standard says.
                if (node instanceof Node.Mapping mapping) {
                  object()
                      .and(TEXT, "usage", "purpose", "limitations")
                      .and(DEFINITIONS, "authoritativeDefinitions")
                      .and(CUSTOM, "customProperties")
                      .keys()
                      .forEach(
                          (key, shape) ->
                              mapping
                                  .find(key)
                                  .ifPresent(
                                      value -> shape.check(value, pointer + "/" + key, report)));
                } else {
                  report.add(pointer, node, "expected a mapping, found " + Shape.named(node));
                }
              },
              "description")
          .and(CONTEXT, "context")
          .and(list(TABLE), "schema")
          .and(SUPPORT, "support")
          .and(
              object()
                  .and(ID, "id")
                  .and(NUMBER, "priceAmount")
                  .and(TEXT, "priceCurrency", "priceUnit"),
              "price")
          .and(TEAM, "team")
          .and(list(ROLE), "roles")
          .and(SLA, "slaProperties")
          .and(DEFINITIONS, "authoritativeDefinitions")
          .and(CUSTOM, "customProperties")
          .and(MOMENT, "contractCreatedTs");

  /** A whole contract. */
  static final Shape CONTRACT =
      (node, pointer, report) -> {
        boolean statusNeeded = !report.version().isAtLeast(OdcsVersion.V3_2);
        ROOT.and(TEXT, statusNeeded ? "status!" : "status").check(node, pointer, report);
        ContractChecks.check(node, report);
      };
}
