package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.Impact.DomainImpact;
import dev.datamesh.lineage.Impact.ImpactedNode;
import dev.datamesh.lineage.Impact.Notification;
import dev.datamesh.lineage.Impact.OwnerImpact;
import dev.datamesh.lineage.exchange.JsonTexts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** An impact as text, Markdown and JSON. */
final class ImpactTexts {

  private static final String NOTHING = "No downstream dependencies";
  private static final String UNKNOWN_OWNER = "nobody known";

  private ImpactTexts() {}

  static String text(Impact impact) {
    StringBuilder text = new StringBuilder();
    text.append("Impact of ").append(names(impact.failed())).append('\n');
    if (!impact.hasDependencies()) {
      return text.append(NOTHING).append(notAll(impact)).append('\n').toString();
    }
    text.append(summary(impact)).append('\n');
    for (DomainImpact domain : impact.domains()) {
      text.append('\n').append(domain.title()).append(" (").append(domain.count()).append(")\n");
      for (OwnerImpact owner : domain.owners()) {
        text.append("  owner: ").append(person(owner.owner())).append('\n');
        for (ImpactedNode node : owner.nodes()) {
          text.append("    ").append(hops(node)).append("  ").append(node.id());
          text.append("  (").append(path(node)).append(")\n");
        }
      }
    }
    text.append("\nRecommended actions\n");
    int number = 1;
    for (Action action : actions(impact)) {
      text.append(number++).append(". ").append(action.title()).append('\n');
      action.lines().forEach(line -> text.append("   - ").append(line).append('\n'));
    }
    return text.toString();
  }

  static String markdown(Impact impact) {
    StringBuilder text = new StringBuilder();
    text.append("# Impact of ").append(escaped(names(impact.failed()))).append("\n\n");
    if (!impact.hasDependencies()) {
      return text.append(NOTHING).append(notAll(impact)).append(".\n").toString();
    }
    text.append(summary(impact)).append(".\n\n");
    text.append("| domain | owner | hops | node | path |\n|---|---|---|---|---|\n");
    for (DomainImpact domain : impact.domains()) {
      for (OwnerImpact owner : domain.owners()) {
        for (ImpactedNode node : owner.nodes()) {
          text.append("| ").append(escaped(domain.title()));
          text.append(" | ").append(escaped(person(owner.owner())));
          text.append(" | ").append(node.hops());
          text.append(" | ").append(escaped(node.id().toString()));
          text.append(" | ").append(escaped(path(node))).append(" |\n");
        }
      }
    }
    text.append("\n## Recommended actions\n\n");
    int number = 1;
    for (Action action : actions(impact)) {
      text.append(number++).append(". ").append(escaped(action.title())).append('\n');
      action.lines().forEach(line -> text.append("   - ").append(escaped(line)).append('\n'));
    }
    return text.toString();
  }

  static String json(Impact impact) {
    return "{\"failed\": "
        + list(impact.failed())
        + ", \"complete\": "
        + impact.complete()
        + ", \"count\": "
        + impact.count()
        + ", \"domains\": "
        + impact.domains().stream()
            .map(ImpactTexts::json)
            .collect(Collectors.joining(", ", "[", "]"))
        + ", \"notifications\": "
        + impact.notifications().stream()
            .map(ImpactTexts::json)
            .collect(Collectors.joining(", ", "[", "]"))
        + ", \"fallbacks\": "
        + impact.fallbacks().entrySet().stream()
            .map(
                entry ->
                    JsonTexts.string(entry.getKey().toString()) + ": " + list(entry.getValue()))
            .collect(Collectors.joining(", ", "{", "}"))
        + ", \"actions\": "
        + actions(impact).stream()
            .map(action -> JsonTexts.string(action.title()))
            .collect(Collectors.joining(", ", "[", "]"))
        + "}";
  }

  private static String json(DomainImpact domain) {
    return "{\"domain\": "
        + (domain.domain().isEmpty() ? "null" : JsonTexts.string(domain.domain()))
        + ", \"count\": "
        + domain.count()
        + ", \"owners\": "
        + domain.owners().stream()
            .map(
                owner ->
                    "{\"owner\": "
                        + (owner.owner().isEmpty() ? "null" : JsonTexts.string(owner.owner()))
                        + ", \"nodes\": "
                        + owner.nodes().stream()
                            .map(ImpactTexts::json)
                            .collect(Collectors.joining(", ", "[", "]"))
                        + "}")
            .collect(Collectors.joining(", ", "[", "]"))
        + "}";
  }

  private static String json(ImpactedNode node) {
    return "{\"name\": "
        + JsonTexts.string(node.id().toString())
        + ", \"hops\": "
        + node.hops()
        + ", \"path\": "
        + list(node.path())
        + "}";
  }

  private static String json(Notification notification) {
    return "{\"owner\": "
        + (notification.owner().isEmpty() ? "null" : JsonTexts.string(notification.owner()))
        + ", \"domains\": "
        + notification.domains().stream()
            .map(domain -> domain.isEmpty() ? "null" : JsonTexts.string(domain))
            .collect(Collectors.joining(", ", "[", "]"))
        + ", \"nodes\": "
        + list(notification.nodes())
        + "}";
  }

  private record Action(String title, List<String> lines) {}

  private static List<Action> actions(Impact impact) {
    if (!impact.hasDependencies()) {
      return List.of();
    }
    List<String> owners = new ArrayList<>();
    for (Notification notification : impact.notifications()) {
      owners.add(
          person(notification.owner())
              + ": "
              + notification.domains().stream()
                  .map(domain -> domain.isEmpty() ? Impact.OUTSIDE : domain)
                  .collect(Collectors.joining(", "))
              + " ("
              + Texts.count(notification.count(), "node", "nodes")
              + ")");
    }
    List<String> fallbacks = new ArrayList<>();
    impact
        .fallbacks()
        .forEach((node, instead) -> fallbacks.add(node + ": read " + names(instead) + " instead"));
    if (fallbacks.isEmpty()) {
      fallbacks.add("none is known; ask the owners");
    }
    return List.of(
        new Action("Notify the owners of what is impacted", owners),
        new Action("Check fallback sources", fallbacks),
        new Action(
            "Estimate the time to repair and communicate it",
            List.of("to the owners above, from the owner of " + names(impact.failed()))));
  }

  private static String summary(Impact impact) {
    long claimed = impact.domains().stream().filter(each -> !each.domain().isEmpty()).count();
    boolean outside = claimed < impact.domains().size();
    return Texts.count(impact.count(), "node", "nodes")
        + " downstream in "
        + Texts.count(claimed, "domain", "domains")
        + (outside ? " and " + Impact.OUTSIDE : "")
        + notAll(impact);
  }

  private static String notAll(Impact impact) {
    return impact.complete() ? "" : " so far: the walk was cut, there may be more";
  }

  private static String hops(ImpactedNode node) {
    return node.hops() == 1 ? "1 hop " : node.hops() + " hops";
  }

  private static String path(ImpactedNode node) {
    return node.path().stream().map(AssetId::toString).collect(Collectors.joining(" -> "));
  }

  private static String person(String owner) {
    return owner.isEmpty() ? UNKNOWN_OWNER : owner;
  }

  private static String names(Collection<AssetId> ids) {
    return ids.stream().map(AssetId::toString).collect(Collectors.joining(", "));
  }

  private static String list(Collection<AssetId> ids) {
    return ids.stream()
        .map(id -> JsonTexts.string(id.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
  }
}
