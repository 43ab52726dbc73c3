package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tells equal schemas apart from different ones by 128 bits over all that judges values, references
 * followed. Schemas that lie on a cycle of references are written out from where they are entered,
 * so that equal cycles have equal prints; too large a cycle is equal to nothing but itself.
 */
final class Fingerprints {

  private static final int LARGEST_CYCLE = 3_000;

  private Fingerprints() {}

  /** Whether both accept the same values for sure; false where it is not plain. */
  static boolean same(JsonSchema a, JsonSchema b) {
    return a == b || of(a).equals(of(b));
  }

  /** Whether titles, descriptions and other words are the same too, all the way down. */
  static boolean sameWords(JsonSchema a, JsonSchema b) {
    return a == b || (a.target == b.target && alike(a.node, b.node));
  }

  /**
   * Equality of trees; objects whose keys stand in the same order are compared without look-ups.
   */
  private static boolean alike(Node a, Node b) {
    if (!(a instanceof Node.Mapping first) || !(b instanceof Node.Mapping second)) {
      return a.equals(b);
    }
    if (first.entries().size() != second.entries().size()) {
      return false;
    }
    Iterator<Map.Entry<String, Node.Entry>> others = second.entries().entrySet().iterator();
    for (Map.Entry<String, Node.Entry> entry : first.entries().entrySet()) {
      Map.Entry<String, Node.Entry> other = others.next();
      if (!entry.getKey().equals(other.getKey())) {
        return first.equals(second);
      }
      if (!alike(entry.getValue().value(), other.getValue().value())) {
        return false;
      }
    }
    return true;
  }

  static Fingerprint of(JsonSchema schema) {
    Fingerprint known = schema.fingerprint;
    if (known == null && isLeaf(schema)) {
      known = new SchemaHash(Map.of()).print(schema);
      schema.fingerprint = known;
    }
    if (known == null) {
      new Cycles().visit(schema);
      known = Objects.requireNonNull(schema.fingerprint);
    }
    return known;
  }

  /** Whether no other schema stands in it or is referred to. */
  private static boolean isLeaf(JsonSchema schema) {
    return schema.target == null && !schema.hasChildren();
  }

  /** Schemas and what they refer to. */
  private static List<JsonSchema> next(JsonSchema schema) {
    if (schema.target == null) {
      return schema.children();
    }
    if (schema.dialect.refAlone()) {
      return List.of(schema.target);
    }
    List<JsonSchema> all = new ArrayList<>(schema.children());
    all.add(schema.target);
    return all;
  }

  /** Tarjan's components, without recursion; each component gets its prints when it is complete. */
  private static final class Cycles {

    private final IdentityHashMap<JsonSchema, int[]> numbers = new IdentityHashMap<>();
    private final List<JsonSchema> stack = new ArrayList<>();
    private int counter;

    private final class Frame {
      final JsonSchema schema;
      final List<JsonSchema> next;
      int at;

      Frame(JsonSchema schema) {
        this.schema = schema;
        this.next = next(schema);
        numbers.put(schema, new int[] {counter, counter, 1});
        counter++;
        stack.add(schema);
      }
    }

    void visit(JsonSchema root) {
      List<Frame> frames = new ArrayList<>();
      frames.add(new Frame(root));
      while (!frames.isEmpty()) {
        Frame frame = frames.get(frames.size() - 1);
        int[] own = Objects.requireNonNull(numbers.get(frame.schema));
        if (frame.at < frame.next.size()) {
          JsonSchema child = frame.next.get(frame.at++);
          if (child.fingerprint != null) {
            continue;
          }
          if (isLeaf(child)) {
            child.fingerprint = new SchemaHash(Map.of()).print(child);
            continue;
          }
          int[] other = numbers.get(child);
          if (other == null) {
            frames.add(new Frame(child));
          } else if (other[2] == 1) {
            own[1] = Math.min(own[1], other[0]);
          }
        } else {
          frames.remove(frames.size() - 1);
          if (!frames.isEmpty()) {
            int[] above = Objects.requireNonNull(numbers.get(frames.get(frames.size() - 1).schema));
            above[1] = Math.min(above[1], own[1]);
          }
          if (own[0] == own[1]) {
            complete(frame.schema);
          }
        }
      }
    }

    private void complete(JsonSchema root) {
      List<JsonSchema> component = new ArrayList<>();
      JsonSchema last;
      do {
        last = stack.remove(stack.size() - 1);
        Objects.requireNonNull(numbers.get(last))[2] = 0;
        component.add(last);
      } while (last != root);
      if (component.size() == 1 && !next(root).contains(root)) {
        root.fingerprint = new SchemaHash(Map.of()).print(root);
      } else if (component.size() > LARGEST_CYCLE) {
        for (JsonSchema schema : component) {
          schema.fingerprint =
              new Fingerprint(System.identityHashCode(schema), counter++ * 31L + 7);
        }
      } else {
        Map<JsonSchema, Integer> members = new HashMap<>();
        component.forEach(schema -> members.put(schema, -1));
        List<Fingerprint> prints = new ArrayList<>();
        for (JsonSchema schema : component) {
          members.replaceAll((s, n) -> -1);
          prints.add(new SchemaHash(members).print(schema));
        }
        for (int i = 0; i < prints.size(); i++) {
          component.get(i).fingerprint = prints.get(i);
        }
      }
    }
  }
}
