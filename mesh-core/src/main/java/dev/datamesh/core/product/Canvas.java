package dev.datamesh.core.product;

import dev.datamesh.core.domain.Money;
import dev.datamesh.core.domain.Slo;
import dev.datamesh.core.domain.SloTarget;
import dev.datamesh.core.domain.Slos;
import dev.datamesh.core.schema.Field;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The data product canvas as Markdown: one page that says what a product is for, what it takes and
 * gives, what it promises, costs and measures. A section that has nothing says so.
 */
public final class Canvas {

  private static final BigDecimal MINUTES_OF_30_DAYS = BigDecimal.valueOf(30L * 24 * 60);

  private final StringBuilder text = new StringBuilder();
  private final DataProduct product;
  private final Slos slos;

  private Canvas(DataProduct product, Slos slos) {
    this.product = product;
    this.slos = slos;
  }

  /**
   * The canvas of a product.
   *
   * @param slos what it promises, its domain's objectives included
   */
  public static String of(DataProduct product, Slos slos) {
    return new Canvas(product, slos).write();
  }

  private String write() {
    text.append("# Data Product: ").append(product.id()).append("\n\n");
    text.append("Owner: ").append(product.owner().isEmpty() ? "nobody" : product.owner());
    text.append(" · Version: ").append(product.version());
    text.append(" · Status: ").append(product.status().word());
    if (product.tier() != Tier.NONE) {
      text.append(" · Tier: ").append(product.tier().word());
    }
    text.append("\n\n## Business Context\n\n");
    text.append("**Purpose**: ").append(purpose()).append("\n\n**Consumers**:\n\n");
    items(product.consumers(), Canvas::consumer);
    text.append("## Technical Specifications\n\n### Input Sources\n\n");
    items(
        product.inputs(),
        input ->
            (input.kind().isEmpty() ? "" : input.kind() + ": ") + "`" + input.location() + "`");
    schema();
    section("SLOs");
    items(slos.all(), Canvas::slo);
    section("API Endpoints");
    items(
        product.ports().stream()
            .filter(port -> port.kind() == Port.Kind.OUTPUT)
            .flatMap(port -> port.endpoints().stream())
            .toList(),
        endpoint -> "`" + endpoint + "`");
    access();
    section("Dependencies");
    text.append("- **Upstream**: ").append(dependencies(product.upstream()));
    text.append("\n- **Downstream**: ").append(dependencies(product.downstream())).append("\n\n");
    costs();
    section("Metrics");
    metrics();
    section("Changelog");
    items(
        product.changelog(),
        change ->
            change.label()
                + (change.date().isEmpty() ? "" : " (" + change.date() + ")")
                + ": "
                + change.text());
    return text.toString().stripTrailing() + "\n";
  }

  private String purpose() {
    String purpose = product.purpose().isEmpty() ? product.description() : product.purpose();
    return purpose.isEmpty() ? "not told" : escape(purpose);
  }

  private void section(String title) {
    text.append("### ").append(title).append("\n\n");
  }

  private <T> void items(List<T> values, Function<T, String> each) {
    if (values.isEmpty()) {
      text.append("None told.\n");
    }
    values.forEach(value -> text.append("- ").append(each.apply(value)).append('\n'));
    text.append('\n');
  }

  private static String consumer(Consumer consumer) {
    StringBuilder line = new StringBuilder(escape(consumer.team()));
    if (!consumer.use().isEmpty()) {
      line.append(" (").append(escape(consumer.use())).append(')');
    }
    for (String more : List.of(consumer.contact(), consumer.channel(), consumer.version())) {
      line.append(more.isEmpty() ? "" : ", " + escape(more));
    }
    return line.toString();
  }

  private void schema() {
    text.append("### Output Schema (v").append(product.version()).append(")\n\n");
    if (product.schema().fields().isEmpty()) {
      text.append("None told.\n\n");
      return;
    }
    text.append("| field | type | nullable | marks | description |\n|---|---|---|---|---|\n");
    for (Field field : product.schema().fields()) {
      String marks =
          String.join(
              " ",
              field.marks().stream().map(mark -> mark.name().toLowerCase(Locale.ROOT)).toList());
      text.append(
          "| `%s` | `%s` | %s | %s | %s |%n"
              .formatted(
                  cell(field.name()),
                  cell(field.type().toString()),
                  field.nullable() ? "yes" : "no",
                  marks,
                  cell(field.description()))
              .replace("\r\n", "\n"));
    }
    text.append('\n');
  }

  private static String slo(Slo slo) {
    String name = slo.name().replace('_', ' ');
    String title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    String line = "**" + title + "**: " + escape(slo.text());
    if (slo.target() instanceof SloTarget.AtLeast atLeast) {
      BigDecimal down =
          MINUTES_OF_30_DAYS
              .multiply(BigDecimal.valueOf(100).subtract(atLeast.percent()))
              .movePointLeft(2)
              .setScale(0, RoundingMode.HALF_UP);
      line += " (" + down + " minutes of downtime in 30 days allowed)";
    }
    return line;
  }

  private void access() {
    section("Access Control");
    boolean isPublic = product.sharing() == Sharing.PUBLIC;
    text.append("- Public: ").append(isPublic ? "Yes" : "No (" + sharing() + ")").append('\n');
    String authentication = product.access().authentication();
    text.append("- Authentication: ");
    text.append(authentication.isEmpty() ? "not told" : escape(authentication)).append('\n');
    List<String> readers = product.access().readers();
    text.append("- Authorization: ");
    text.append(readers.isEmpty() ? "as shared" : "read-only for " + String.join(", ", readers));
    text.append("\n\n");
  }

  private String sharing() {
    return product.sharing() == Sharing.PRIVATE ? "its own domain only" : "internal only";
  }

  private static String dependencies(List<Dependency> dependencies) {
    if (dependencies.isEmpty()) {
      return "none told";
    }
    return String.join(
        ", ",
        dependencies.stream()
            .map(each -> each.name() + (each.reason().isEmpty() ? "" : " (" + each.reason() + ")"))
            .toList());
  }

  private void costs() {
    section("Costs");
    if (product.costs().isEmpty()) {
      text.append("None told.\n\n");
      return;
    }
    for (Cost cost : product.costs()) {
      text.append("- ").append(cost.item()).append(": ").append(cost.monthly()).append("/month");
      text.append(cost.note().isEmpty() ? "\n" : " (" + cost.note() + ")\n");
    }
    String total =
        product
            .totalMonthlyCost()
            .map(Money::toString)
            .map(sum -> sum + "/month")
            .orElse("in several currencies");
    text.append("- **Total**: ").append(total).append("\n\n");
  }

  private void metrics() {
    if (product.metrics().isEmpty() && product.findQualityScore().isEmpty()) {
      text.append("None told.\n");
    }
    product.metrics().forEach(m -> text.append("- " + m.name() + ": " + m.value() + "\n"));
    product
        .findQualityScore()
        .ifPresent(
            score ->
                text.append("- Quality score: ")
                    .append(
                        BigDecimal.valueOf(score)
                            .movePointRight(2)
                            .stripTrailingZeros()
                            .toPlainString())
                    .append("%\n"));
    text.append('\n');
  }

  private static String cell(String value) {
    return value.replace("|", "\\|").replace("\n", " ");
  }

  private static String escape(String value) {
    return value.replace("\n", " ");
  }
}
