package dev.datamesh.protobuf;

import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.Profile;
import java.util.Map;

/** Protobuf files for the engine. Immutable. */
public final class ProtobufModel implements ContractModel {

  private final Proto.Schema schema;
  private final Map<String, String> files;

  ProtobufModel(Proto.Schema schema, Map<String, String> files) {
    this.schema = schema;
    this.files = Map.copyOf(files);
  }

  Proto.Schema schema() {
    return schema;
  }

  /** The texts by file name. */
  public Map<String, String> files() {
    return files;
  }

  /** Bytes on the wire stay readable. */
  @Override
  public Profile defaultProfile() {
    return ProtobufFormat.BUF_WIRE;
  }
}
