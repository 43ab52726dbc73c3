package dev.datamesh.contracts.jsonschema;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import dev.datamesh.contracts.JsonText;
import dev.datamesh.contracts.Witness;
import dev.datamesh.contracts.regex.Pattern;
import dev.datamesh.core.document.Node;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Asks another validator, where it is on the class path, whether a witness is one. Patterns are
 * matched by this engine's automata there too: that validator's own engine backtracks.
 */
final class IndependentCheck {

  private IndependentCheck() {}

  /** Never throws: what cannot be asked is unverified. */
  static Witness.Check of(JsonSchema accepting, JsonSchema refusing, String document) {
    try {
      return Networknt.check(accepting, refusing, document);
    } catch (LinkageError | RuntimeException e) {
      // Absent, of another version, or the schema is beyond it.
      return Witness.Check.UNVERIFIED;
    }
  }

  /** Only loaded where networknt is there. */
  private static final class Networknt {

    private static final class Undecided extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }

    static Witness.Check check(JsonSchema accepting, JsonSchema refusing, String document) {
      boolean accepted = isValid(accepting, document);
      boolean refused = !isValid(refusing, document);
      return accepted && refused ? Witness.Check.VERIFIED : Witness.Check.DISPUTED;
    }

    private static boolean isValid(JsonSchema schema, String document) {
      SchemaRegistryConfig config =
          SchemaRegistryConfig.builder()
              .formatAssertionsEnabled(schema.dialect.assertsFormats())
              .locale(Locale.ROOT)
              .regularExpressionFactory(
                  pattern -> {
                    Pattern ours = Pattern.of(pattern);
                    return text -> ours.findIn(text).orElseThrow(Undecided::new);
                  })
              .build();
      SchemaRegistry registry =
          SchemaRegistry.withDialect(
              dialect(schema.dialect), builder -> builder.schemaRegistryConfig(config));
      Schema compiled = registry.getSchema(text(schema), InputFormat.JSON);
      return compiled.validate(document, InputFormat.JSON).isEmpty();
    }

    private static com.networknt.schema.dialect.Dialect dialect(Dialect dialect) {
      return switch (dialect) {
        case DRAFT4 -> Dialects.getDraft4();
        case DRAFT6 -> Dialects.getDraft6();
        case DRAFT7 -> Dialects.getDraft7();
        case DRAFT2019 -> Dialects.getDraft201909();
        case DRAFT2020, OPENAPI31 -> Dialects.getDraft202012();
        case OPENAPI30 -> Dialects.getOpenApi30();
      };
    }

    /** The document, and where the schema is a part of it, a reference to that part. */
    private static String text(JsonSchema schema) {
      String pointer = schema.pointer();
      if (pointer.isEmpty() || !(schema.document instanceof Node.Mapping)) {
        return JsonText.of(schema.document);
      }
      String document = JsonText.of(Extract.of(schema));
      StringBuilder ref = new StringBuilder("#");
      for (String step : pointer.substring(1).split("/", -1)) {
        ref.append('/')
            .append(
                URLEncoder.encode(step, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("%7E", "~"));
      }
      return "{\"allOf\":[{\"$ref\":%s}],%s"
          .formatted(JsonText.quote(ref.toString()), document.substring(1));
    }
  }
}
