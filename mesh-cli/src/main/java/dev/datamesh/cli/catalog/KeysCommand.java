package dev.datamesh.cli.catalog;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.access.Role;
import dev.datamesh.core.catalog.ApiKey;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.catalog.IssuedKey;
import dev.datamesh.core.catalog.WriteResult;
import dev.datamesh.core.document.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh keys …}. */
@Command(name = "keys", description = "API keys of a data folder.")
final class KeysCommand {

  @Command(name = "issue", description = "Make a key; its secret is printed here and never again.")
  int issue(
      @Mixin DataOptions data,
      @Parameters(paramLabel = "NAME", description = "Whom the key stands for.") String name,
      @Option(
              names = "--role",
              defaultValue = "READER",
              description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless told.")
          Role role,
      @Option(names = "--domain", description = "A domain it belongs to; may be repeated.")
          @Nullable List<String> domains) {
    Principal holder =
        new Principal(name, role, new TreeSet<>(domains == null ? List.of() : domains));
    try (Catalog catalog = data.writable()) {
      IssuedKey key = catalog.keys().issue(holder);
      Output output = data.output();
      if (output.isJson()) {
        Map<String, Node> keys = fields(key.key());
        keys.put("secret", Output.text(key.secret()));
        output.json(Output.mapping(keys));
      } else {
        output.line(key.secret());
      }
      return ExitCode.YES;
    }
  }

  @Command(name = "list", description = "List keys without their secrets.")
  int list(@Mixin DataOptions data) {
    try (Catalog catalog = data.readable()) {
      Output output = data.output();
      List<ApiKey> keys = catalog.keys().list();
      if (output.isJson()) {
        output.json(Output.list(keys, key -> Output.mapping(fields(key))));
      } else {
        keys.forEach(key -> output.line(key.issued() + "  " + key));
      }
      return ExitCode.YES;
    }
  }

  @Command(name = "revoke", description = "Take a key out of use for good.")
  int revoke(@Mixin DataOptions data, @Parameters(paramLabel = "ID") String id) {
    try (Catalog catalog = data.writable()) {
      WriteResult<ApiKey> result = catalog.keys().revoke(id);
      data.output().line(result.isDone() ? "revoked " + id : result.explain());
      return result.isDone() ? ExitCode.YES : ExitCode.NO;
    }
  }

  private static Map<String, Node> fields(ApiKey key) {
    Map<String, Node> keys = new LinkedHashMap<>();
    keys.put("id", Output.text(key.id()));
    keys.put("principal", Output.text(key.principal().name()));
    keys.put("role", Output.text(key.principal().role().word()));
    keys.put("domains", Output.list(key.principal().domains(), Output::text));
    keys.put("issued", Output.text(key.issued().toString()));
    keys.put("revoked", new Node.Bool(key.isRevoked(), dev.datamesh.core.SourcePosition.UNKNOWN));
    return keys;
  }
}
