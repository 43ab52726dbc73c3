package dev.datamesh.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Verdict;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Single edits of random messages, labelled by parsing bytes with protobuf-java: what the old
 * version wrote must come out of the new one as the same value, or the field must be reserved.
 * {@code -Dmesh.protobuf.edits} sets their number.
 */
class ProtobufTruthTest {

  private static final int EDITS = Integer.getInteger("mesh.protobuf.edits", 2_500);

  private static final List<Type> TYPES =
      List.of(
          Type.TYPE_INT32,
          Type.TYPE_INT64,
          Type.TYPE_UINT32,
          Type.TYPE_UINT64,
          Type.TYPE_SINT32,
          Type.TYPE_SINT64,
          Type.TYPE_FIXED32,
          Type.TYPE_FIXED64,
          Type.TYPE_SFIXED32,
          Type.TYPE_SFIXED64,
          Type.TYPE_BOOL,
          Type.TYPE_FLOAT,
          Type.TYPE_DOUBLE,
          Type.TYPE_STRING,
          Type.TYPE_BYTES);

  @Test
  void noVerdictContradictsWhatIsParsed() throws Exception {
    int compatible = 0;
    int breaking = 0;
    for (int seed = 0; seed < EDITS; seed++) {
      Random random = new Random(seed);
      DescriptorProto old = message(random);
      DescriptorProto now = edited(old, random);
      ContractDiff diff = contract(old).diffTo(contract(now));
      boolean same = survives(old, now);
      String as = "seed %d%n%s%n->%n%s%n%s".formatted(seed, old, now, diff.explain());
      if (diff.verdict() == Verdict.COMPATIBLE) {
        assertThat(same).as(as).isTrue();
        compatible++;
      } else {
        assertThat(diff.verdict()).as(as).isEqualTo(Verdict.BREAKING);
        boolean rulesOnly =
            diff.breaking().stream()
                .allMatch(
                    finding ->
                        finding.rule().startsWith("FIELD_NO_DELETE")
                            || finding.rule().equals("FIELD_WIRE_COMPATIBLE_CARDINALITY")
                            // Any varint but 0 reads as true, also where signs are folded.
                            || finding.newValue().equals("bool"));
        assertThat(same && !rulesOnly).as(as).isFalse();
        breaking++;
      }
    }
    assertThat(compatible).isGreaterThan(EDITS / 10);
    assertThat(breaking).isGreaterThan(EDITS / 10);
  }

  private static Contract contract(DescriptorProto message) {
    byte[] bytes = FileDescriptorSet.newBuilder().addFile(file(message)).build().toByteArray();
    return Contract.read(DescriptorSets.toFiles(bytes), "set");
  }

  private static FileDescriptorProto file(DescriptorProto message) {
    return FileDescriptorProto.newBuilder()
        .setName("a.proto")
        .setPackage("a")
        .setSyntax("proto3")
        .addMessageType(message)
        .build();
  }

  private static DescriptorProto message(Random random) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("M");
    int count = 1 + random.nextInt(6);
    for (int i = 1; i <= count; i++) {
      message.addField(field(i, "f" + i, random));
    }
    return message.build();
  }

  private static FieldDescriptorProto field(int number, String name, Random random) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(TYPES.get(random.nextInt(TYPES.size())))
        .setLabel(random.nextInt(4) == 0 ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL)
        .build();
  }

  private static DescriptorProto edited(DescriptorProto old, Random random) {
    DescriptorProto.Builder now = old.toBuilder();
    int at = random.nextInt(old.getFieldCount());
    FieldDescriptorProto field = old.getField(at);
    switch (random.nextInt(7)) {
      case 0 -> now.addField(field(50, "added", random));
      case 1 -> {
        now.removeField(at);
        now.addReservedRange(
            DescriptorProto.ReservedRange.newBuilder()
                .setStart(field.getNumber())
                .setEnd(field.getNumber() + 1));
      }
      case 2 -> now.removeField(at);
      case 3 -> now.setField(at, field.toBuilder().setName("renamed"));
      default ->
          now.setField(at, field.toBuilder().setType(TYPES.get(random.nextInt(TYPES.size()))));
    }
    return now.build();
  }

  private static boolean survives(DescriptorProto old, DescriptorProto now) throws Exception {
    Descriptors.Descriptor writer = descriptor(old);
    Descriptors.Descriptor reader = descriptor(now);
    DynamicMessage.Builder written = DynamicMessage.newBuilder(writer);
    for (FieldDescriptor field : writer.getFields()) {
      if (field.isRepeated()) {
        written.addRepeatedField(field, value(field)).addRepeatedField(field, value(field));
      } else {
        written.setField(field, value(field));
      }
    }
    DynamicMessage read;
    try {
      read = DynamicMessage.parseFrom(reader, written.build().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
    for (FieldDescriptor field : writer.getFields()) {
      FieldDescriptor other = reader.findFieldByNumber(field.getNumber());
      if (other != null && !shown(read.getField(other)).equals(shown(written.getField(field)))) {
        return false;
      }
    }
    return true;
  }

  private static Descriptors.Descriptor descriptor(DescriptorProto message) throws Exception {
    return Descriptors.FileDescriptor.buildFrom(file(message), new Descriptors.FileDescriptor[0])
        .getMessageTypes()
        .get(0);
  }

  /** One, in every type; two bytes that are no UTF-8 for bytes. */
  private static Object value(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> 1;
      case LONG -> 1L;
      case FLOAT -> 1f;
      case DOUBLE -> 1d;
      case BOOLEAN -> true;
      case STRING -> "one";
      case BYTE_STRING -> com.google.protobuf.ByteString.copyFrom(new byte[] {(byte) 0xC3, 0x28});
      default -> throw new IllegalStateException(field.toString());
    };
  }

  /** The same text for the same value, whatever its class. */
  private static String shown(Object value) {
    if (value instanceof List<?> many) {
      return many.stream().map(ProtobufTruthTest::shown).toList().toString();
    }
    if (value instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    if (value instanceof Float || value instanceof Double) {
      return new java.math.BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }
    return value instanceof com.google.protobuf.ByteString bytes
        ? bytes.toString(java.nio.charset.StandardCharsets.ISO_8859_1)
        : String.valueOf(value);
  }
}
