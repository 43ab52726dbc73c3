package dev.datamesh.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns compiled descriptor sets ({@code protoc --descriptor_set_out}, {@code buf build}) into
 * definitions that {@link ProtobufFormat} reads: {@code
 * Contract.read(DescriptorSets.toFiles(bytes), "orders.binpb")}.
 */
public final class DescriptorSets {

  private DescriptorSets() {}

  /** A JSON object of the file names and texts of a serialized {@code FileDescriptorSet}. */
  public static String toFiles(byte[] descriptorSet) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    try {
      for (FileDescriptorProto file : FileDescriptorSet.parseFrom(descriptorSet).getFileList()) {
        entries.put(
            file.getName(),
            new Node.Entry(
                SourcePosition.UNKNOWN,
                new Node.Text(new Writer(file).write(), SourcePosition.UNKNOWN)));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          "Cannot read the descriptor set: " + e.getMessage(), List.of(), e);
    }
    if (entries.isEmpty()) {
      throw new InvalidInputException("Cannot read the descriptor set, it holds no file");
    }
    return DocumentWriter.json().write(new Node.Mapping(entries, SourcePosition.UNKNOWN));
  }

  /** Writes one file's descriptor as text. For one thread at a time. */
  private static final class Writer {

    private final FileDescriptorProto file;
    private final StringBuilder text = new StringBuilder();
    private final boolean proto3;
    private String indent = "";

    Writer(FileDescriptorProto file) {
      this.file = file;
      this.proto3 = file.getSyntax().equals("proto3");
    }

    String write() {
      line("syntax = \"" + (proto3 ? "proto3" : "proto2") + "\";");
      if (file.hasPackage()) {
        line("package " + file.getPackage() + ";");
      }
      file.getDependencyList().forEach(name -> line("import \"" + name + "\";"));
      file.getOptions()
          .getAllFields()
          .forEach(
              (option, value) -> {
                if (!option.isRepeated() && !option.isExtension()) {
                  boolean quoted = value instanceof String;
                  line(
                      "option %s = %s;"
                          .formatted(option.getName(), quoted ? "\"" + value + "\"" : value));
                }
              });
      file.getMessageTypeList().forEach(this::message);
      file.getEnumTypeList().forEach(this::enumeration);
      file.getExtensionList().forEach(this::extension);
      file.getServiceList().forEach(this::service);
      return text.toString();
    }

    private void line(String words) {
      text.append(indent).append(words).append('\n');
    }

    private void open(String words) {
      line(words + " {");
      indent += "  ";
    }

    private void close() {
      indent = indent.substring(2);
      line("}");
    }

    private void message(DescriptorProto message) {
      open("message " + message.getName());
      message.getNestedTypeList().stream()
          .filter(nested -> !nested.getOptions().getMapEntry())
          .forEach(this::message);
      message.getEnumTypeList().forEach(this::enumeration);
      for (int i = 0; i < message.getOneofDeclCount(); i++) {
        int oneof = i;
        List<FieldDescriptorProto> members =
            message.getFieldList().stream()
                .filter(field -> field.hasOneofIndex() && field.getOneofIndex() == oneof)
                .filter(field -> !field.getProto3Optional())
                .toList();
        if (!members.isEmpty()) {
          open("oneof " + message.getOneofDecl(i).getName());
          members.forEach(field -> field(field, message, ""));
          close();
        }
      }
      message.getFieldList().stream()
          .filter(field -> !field.hasOneofIndex() || field.getProto3Optional())
          .forEach(field -> field(field, message, label(field)));
      message
          .getReservedRangeList()
          .forEach(range -> reserved(range.getStart(), range.getEnd() - 1));
      message.getReservedNameList().forEach(name -> line("reserved \"" + name + "\";"));
      message
          .getExtensionRangeList()
          .forEach(
              range ->
                  line("extensions %d to %d;".formatted(range.getStart(), range.getEnd() - 1)));
      message.getExtensionList().forEach(this::extension);
      close();
    }

    private void reserved(int from, int to) {
      line(from == to ? "reserved " + from + ";" : "reserved " + from + " to " + to + ";");
    }

    private String label(FieldDescriptorProto field) {
      return switch (field.getLabel()) {
        case LABEL_REPEATED -> "repeated ";
        case LABEL_REQUIRED -> "required ";
        case LABEL_OPTIONAL -> proto3 && !field.getProto3Optional() ? "" : "optional ";
      };
    }

    private void extension(FieldDescriptorProto field) {
      open("extend " + field.getExtendee());
      field(field, DescriptorProto.getDefaultInstance(), label(field));
      close();
    }

    private void field(FieldDescriptorProto field, DescriptorProto around, String label) {
      DescriptorProto entry =
          around.getNestedTypeList().stream()
              .filter(nested -> nested.getOptions().getMapEntry())
              .filter(nested -> field.getTypeName().endsWith("." + nested.getName()))
              .findFirst()
              .orElse(null);
      String type =
          entry == null
              ? type(field)
              : "map<%s, %s>".formatted(type(entry.getField(0)), type(entry.getField(1)));
      line(
          "%s%s %s = %d%s;"
              .formatted(
                  entry == null ? label : "",
                  type,
                  field.getName(),
                  field.getNumber(),
                  options(field)));
    }

    private static String options(FieldDescriptorProto field) {
      Map<String, String> options = new LinkedHashMap<>();
      if (field.hasDefaultValue()) {
        boolean quoted = field.getType() == FieldDescriptorProto.Type.TYPE_STRING;
        options.put(
            "default", quoted ? "\"" + field.getDefaultValue() + "\"" : field.getDefaultValue());
      }
      if (field.hasJsonName()
          && !field.getJsonName().equals(ProtoReader.jsonName(field.getName()))) {
        options.put("json_name", "\"" + field.getJsonName() + "\"");
      }
      if (field.getOptions().hasDeprecated()) {
        options.put("deprecated", String.valueOf(field.getOptions().getDeprecated()));
      }
      if (field.getOptions().hasJstype()) {
        options.put("jstype", field.getOptions().getJstype().name());
      }
      if (field.getOptions().hasCtype()) {
        options.put("ctype", field.getOptions().getCtype().name());
      }
      return options.isEmpty()
          ? ""
          : options.entrySet().stream()
              .map(option -> option.getKey() + " = " + option.getValue())
              .collect(java.util.stream.Collectors.joining(", ", " [", "]"));
    }

    private static String type(FieldDescriptorProto field) {
      return field.hasTypeName()
          ? field.getTypeName()
          : field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    }

    private void enumeration(EnumDescriptorProto type) {
      open("enum " + type.getName());
      if (type.getOptions().getAllowAlias()) {
        line("option allow_alias = true;");
      }
      for (EnumValueDescriptorProto value : type.getValueList()) {
        line(value.getName() + " = " + value.getNumber() + ";");
      }
      type.getReservedRangeList().forEach(range -> reserved(range.getStart(), range.getEnd()));
      type.getReservedNameList().forEach(name -> line("reserved \"" + name + "\";"));
      close();
    }

    private void service(ServiceDescriptorProto service) {
      open("service " + service.getName());
      for (MethodDescriptorProto method : service.getMethodList()) {
        line(
            "rpc %s(%s%s) returns (%s%s);"
                .formatted(
                    method.getName(),
                    method.getClientStreaming() ? "stream " : "",
                    method.getInputType(),
                    method.getServerStreaming() ? "stream " : "",
                    method.getOutputType()));
      }
      close();
    }
  }
}
