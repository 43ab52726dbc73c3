package dev.datamesh.lineage.graph;

/** Names and codes, which only grow. One writer, many readers. */
final class Tables {

  final NodeNames names = new NodeNames();
  final Codes<How> hows = new Codes<>();
  final Validities whens = new Validities();
  final Codes<Who> whos = new Codes<>();
  final Codes<Facts> facts = new Codes<>();
  final Workspaces workspaces = new Workspaces();

  Tables() {
    facts.of(Facts.NONE);
  }
}
