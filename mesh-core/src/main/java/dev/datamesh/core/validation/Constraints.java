package dev.datamesh.core.validation;

import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.document.Pointer;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Jakarta Validation, loaded at the first use, its findings told as places in a document. Messages
 * are English whatever the machine speaks, and take parameters only: nothing in a document is
 * evaluated.
 */
final class Constraints {

  private @Nullable Validator validator;

  private synchronized Validator validator() {
    Validator known = validator;
    if (known == null) {
      known =
          Validation.byDefaultProvider()
              .configure()
              .messageInterpolator(
                  new ParameterMessageInterpolator(
                      java.util.Set.of(Locale.ENGLISH),
                      Locale.ENGLISH,
                      context -> Locale.ENGLISH,
                      false))
              .buildValidatorFactory()
              .getValidator();
      validator = known;
    }
    return known;
  }

  List<Problem> problems(Object draft, Node root) {
    List<Problem> problems = new ArrayList<>();
    for (ConstraintViolation<Object> violation : validator().validate(draft)) {
      problems.add(problem(violation, root));
    }
    problems.sort(Comparator.comparing(Problem::path).thenComparing(Problem::message));
    return problems;
  }

  /** The pointer to where the value is or should be, and the place of the nearest node there is. */
  private static Problem problem(ConstraintViolation<Object> violation, Node root) {
    String pointer = "";
    Optional<Node> here = Optional.of(root);
    SourcePosition position = root.position();
    for (Path.Node step : violation.getPropertyPath()) {
      Integer index = step.getIndex();
      if (index != null) {
        pointer = Pointer.then(pointer, index);
        here = here.flatMap(node -> node.at("/" + index));
      } else if (step.getKey() != null) {
        String key = String.valueOf(step.getKey());
        pointer = Pointer.then(pointer, key);
        here = here.flatMap(node -> node.find(key));
      }
      position = here.map(Node::position).orElse(position);
      String name = step.getName();
      if (step.getKind() == ElementKind.PROPERTY && name != null) {
        String key = here.map(node -> keyOf(node, name)).orElse(name);
        pointer = Pointer.then(pointer, key);
        here = here.flatMap(node -> node.find(key));
      }
      position = here.map(Node::position).orElse(position);
    }
    return new Problem(pointer, position, violation.getMessage());
  }

  /** The document's spelling of a property: {@code data_products} for {@code dataProducts}. */
  private static String keyOf(Node node, String property) {
    if (node instanceof Node.Mapping mapping && !mapping.entries().containsKey(property)) {
      String plain = plain(property);
      for (String key : mapping.keys()) {
        if (plain(key).equals(plain)) {
          return key;
        }
      }
    }
    return property;
  }

  private static String plain(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
