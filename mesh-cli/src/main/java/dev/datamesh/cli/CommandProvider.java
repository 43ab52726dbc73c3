package dev.datamesh.cli;

/**
 * Adds a subcommand to {@code mesh}; found by {@link java.util.ServiceLoader}. Only the provider
 * whose name is asked for makes its command, so that start-up stays short.
 *
 * <p>The command is a class with picocli annotations that implements {@code Callable<Integer>} or
 * has subcommands which do; it returns an {@link ExitCode}, prints to {@code
 * spec.commandLine().getOut()} and lets a {@code MeshException} pass: {@link Mesh} prints it as one
 * line.
 */
public interface CommandProvider {

  /** The first word after {@code mesh}. */
  String name();

  /** One line for the list of subcommands. */
  String summary();

  /** The command itself. */
  Object command();
}
