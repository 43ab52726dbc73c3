package dev.datamesh.contracts.odcs;

import static dev.datamesh.contracts.odcs.Shape.INTEGER;
import static dev.datamesh.contracts.odcs.Shape.TEXT;
import static dev.datamesh.contracts.odcs.Shape.list;
import static dev.datamesh.contracts.odcs.Shape.object;
import static dev.datamesh.contracts.odcs.Shape.words;

import dev.datamesh.contracts.odcs.Shape.ObjectShape;
import dev.datamesh.core.document.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of each type of server; an exclamation mark says that the key must be there. */
final class Servers {

  private static final String TYPES =
      """
      api location!
      athena stagingDir schema! catalog regionName workgroup
      azure location! format! delimiter
      bigquery project! dataset!
      clickhouse host! port! database!
      cloudsql host! port! database! schema!
      custom account catalog database dataset delimiter endpointUrl format host location path port \
      project region regionName schema serviceName stagingDir stream warehouse
      databricks host catalog! schema!
      db2 host! port! database! schema
      denodo host! port! database
      dremio host! port! schema
      duckdb database! schema
      glue account! database! location format
      hive host! port database!
      impala host! port database!
      informix host! port database!
      kafka host! format
      kinesis region format
      local path! format!
      mysql host! port! database!
      oracle host! port! serviceName!
      postgres host! port! database! schema!
      postgresql host! port! database! schema!
      presto host! catalog schema
      pubsub project!
      redshift host database! schema! region account
      s3 location! endpointUrl format delimiter
      sftp location! format delimiter
      snowflake host port account! database! schema! warehouse
      sqlserver host! port database! schema!
      synapse host! port! database!
      trino host! port! catalog! schema!
      vertica host! port! database! schema!
      zen host! port database!
      """;

  private Servers() {}

  static Shape shape(Shape id, Shape role, Shape custom) {
    Map<String, Shape> byType = new LinkedHashMap<>();
    TYPES
        .lines()
        .forEach(
            line -> {
              String[] parts = line.split(" ");
              ObjectShape shape =
                  object()
                      .and(id, "id")
                      .and(TEXT, "server!", "type!", "description", "environment")
                      .and(list(role), "roles")
                      .and(custom, "customProperties");
              for (int i = 1; i < parts.length; i++) {
                shape = shape.and(parts[i].startsWith("port") ? INTEGER : TEXT, parts[i]);
              }
              byType.put(parts[0], shape);
            });
    ObjectShape unknown = object().and(TEXT, "server!").and(words(byType.keySet()), "type!");
    return (node, pointer, report) -> {
      Shape shape = node.find("type").flatMap(Node::text).map(byType::get).orElse(null);
      if (shape != null) {
        shape.check(node, pointer, report);
      } else if (node instanceof Node.Mapping) {
        unknown
            .keys()
            .forEach(
                (key, part) -> {
                  node.find(key)
                      .ifPresentOrElse(
                          value -> part.check(value, pointer + "/" + key, report),
                          () -> report.add(pointer + "/" + key, node, "is missing"));
                });
      } else {
        report.add(pointer, node, "expected a mapping, found " + Shape.named(node));
      }
    };
  }
}
