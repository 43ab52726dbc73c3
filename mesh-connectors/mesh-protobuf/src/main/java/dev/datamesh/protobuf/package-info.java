/**
 * Protobuf definitions as contracts: what stays compatible on the wire, in JSON and in generated
 * code.
 *
 * <p>Start with {@link dev.datamesh.protobuf.ProtobufFormat}; with this jar on the path {@code
 * Contract.read("orders.proto")} knows the format. Several files are one JSON object of file names
 * and texts; a compiled descriptor set becomes one by {@link dev.datamesh.protobuf.DescriptorSets}.
 *
 * <p>The way through: Wire parses each file, names are resolved within the files, every rule of buf
 * looks at pairs of files, messages, fields, enums and services, and the profile says which rules
 * count.
 *
 * <p>Always true here: imports are not fetched; a type that no file declares is known by its name
 * only; every finding has its file, line and column.
 *
 * <p>Not here: generated code.
 */
@NullMarked
package dev.datamesh.protobuf;

import org.jspecify.annotations.NullMarked;
