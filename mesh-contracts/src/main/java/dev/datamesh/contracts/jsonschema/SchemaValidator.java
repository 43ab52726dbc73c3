package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.RecordValidator;
import dev.datamesh.contracts.Violation;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.List;

/** Checks records by one compiled schema; a record costs at most a million steps. */
public final class SchemaValidator implements RecordValidator {

  private static final long STEPS = 1_000_000;

  private final JsonSchema schema;

  public SchemaValidator(JsonSchema schema) {
    this.schema = schema;
  }

  @Override
  public List<Violation> validate(Node record) {
    List<Violation> violations = new ArrayList<>();
    try {
      Truth truth = new Evaluator(new Budget(STEPS), violations).judge(schema, record);
      if (truth == Truth.MAYBE && violations.isEmpty()) {
        violations.add(
            new Violation(
                "",
                "undecided",
                "a pattern, format or reference of the contract cannot be judged",
                schema.place().position()));
      }
    } catch (Budget.Spent e) {
      violations.add(
          new Violation(
              "", "undecided", String.valueOf(e.getMessage()), schema.place().position()));
    }
    return List.copyOf(violations);
  }
}
