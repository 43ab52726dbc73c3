package dev.datamesh.examples.marketplace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws a lineage graph as one self-contained HTML page: columns by distance from the sources, a
 * colour a domain, and a few lines of script that light up what feeds a node and what it feeds. For
 * one thread at a time.
 */
final class LineagePicture {

  /**
   * A box.
   *
   * @param group the domain that gives the colour
   */
  record Box(String id, String name, String kind, String group) {}

  /** An arrow between two boxes. */
  record Arrow(String source, String target, String type, double confidence, String how) {}

  private static final int BOX_WIDTH = 252;
  private static final int BOX_HEIGHT = 38;
  private static final int COLUMN_STEP = 350;
  private static final int ROW_STEP = 54;
  private static final int MARGIN = 24;
  private static final int ORDERING_SWEEPS = 8;
  private static final List<String> COLOURS =
      List.of(
          "#8ecae6", "#ffd166", "#b5e48c", "#f4a6c0", "#cdb4f6", "#f7b267", "#a8dadc", "#d6d6d6");

  private final List<Box> boxes;
  private final List<Arrow> arrows;
  private final Map<String, Integer> columnOf = new HashMap<>();
  private final Map<String, Double> rowOf = new HashMap<>();
  private final Map<String, String> colourOf = new LinkedHashMap<>();

  private LineagePicture(List<Box> boxes, List<Arrow> arrows) {
    this.boxes = boxes;
    this.arrows = arrows;
  }

  /** Fills the page's template. */
  static String page(String template, List<Box> boxes, List<Arrow> arrows) {
    LineagePicture picture = new LineagePicture(boxes, arrows);
    picture.chooseColours();
    picture.chooseColumns();
    picture.chooseRows();
    String summary = "%d nodes, %d edges.".formatted(boxes.size(), arrows.size());
    return template
        .replace("@SUMMARY@", summary)
        .replace("@LEGEND@", picture.legend())
        .replace("@SVG@", picture.svg());
  }

  private void chooseColours() {
    boxes.stream()
        .map(Box::group)
        .distinct()
        .sorted()
        .forEach(group -> colourOf.put(group, COLOURS.get(colourOf.size() % COLOURS.size())));
  }

  /** The column of a box is one behind its last source; a cycle ends the search. */
  private void chooseColumns() {
    boxes.forEach(box -> columnOf.put(box.id(), 0));
    boolean moved = true;
    for (int round = 0; moved && round < boxes.size(); round++) {
      moved = false;
      for (Arrow arrow : arrows) {
        int behind = column(arrow.source()) + 1;
        if (column(arrow.target()) < behind && behind < boxes.size()) {
          columnOf.put(arrow.target(), behind);
          moved = true;
        }
      }
    }
  }

  /** Boxes stand near the mean row of their neighbours, which leaves few crossings. */
  private void chooseRows() {
    List<List<Box>> columns = columns();
    columns.forEach(this::placeInOrder);
    for (int sweep = 0; sweep < ORDERING_SWEEPS; sweep++) {
      for (List<Box> column : columns) {
        Map<Box, Double> wish = new HashMap<>();
        column.forEach(box -> wish.put(box, meanRowOfNeighbours(box)));
        column.sort(Comparator.comparingDouble(wish::get));
        placeInOrder(column);
      }
    }
  }

  private List<List<Box>> columns() {
    int last = columnOf.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    List<List<Box>> columns = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      int column = i;
      columns.add(
          boxes.stream()
              .filter(box -> column(box.id()) == column)
              .sorted(Comparator.comparing(Box::group).thenComparing(Box::name))
              .collect(Collectors.toCollection(ArrayList::new)));
    }
    return columns;
  }

  private void placeInOrder(List<Box> column) {
    for (int i = 0; i < column.size(); i++) {
      rowOf.put(column.get(i).id(), i - (column.size() - 1) / 2.0);
    }
  }

  private double meanRowOfNeighbours(Box box) {
    return arrows.stream()
        .filter(arrow -> arrow.source().equals(box.id()) || arrow.target().equals(box.id()))
        .mapToDouble(
            arrow -> row(arrow.source().equals(box.id()) ? arrow.target() : arrow.source()))
        .average()
        .orElse(row(box.id()));
  }

  private String legend() {
    return colourOf.entrySet().stream()
        .map(
            group ->
                "<span><i style=\"background:%s\"></i>%s</span>"
                    .formatted(group.getValue(), escape(group.getKey())))
        .collect(Collectors.joining("\n  "));
  }

  private String svg() {
    double topRow = rowOf.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double lastRow = rowOf.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    int lastColumn = columnOf.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int width = 2 * MARGIN + lastColumn * COLUMN_STEP + BOX_WIDTH;
    int height = (int) (2 * MARGIN + (lastRow - topRow) * ROW_STEP + BOX_HEIGHT);
    StringBuilder svg =
        new StringBuilder(
            "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Lineage graph\">\n"
                .formatted(width, height, width, height));
    svg.append(
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\""
            + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\""
            + " fill=\"#7b8895\"/></marker></defs>\n");
    arrows.forEach(arrow -> svg.append(curve(arrow, topRow)));
    boxes.forEach(box -> svg.append(rectangle(box, topRow)));
    return svg.append("</svg>").toString();
  }

  private String curve(Arrow arrow, double topRow) {
    int fromX = x(arrow.source()) + BOX_WIDTH;
    int fromY = y(arrow.source(), topRow) + BOX_HEIGHT / 2;
    int toX = x(arrow.target());
    int toY = y(arrow.target(), topRow) + BOX_HEIGHT / 2;
    int bend = Math.max(40, (toX - fromX) / 2);
    return """
    <path class="edge %s" data-source="%s" data-target="%s" marker-end="url(#tip)" d="M%d %dC%d %d %d %d %d %d"><title>%s</title></path>
    """
        .formatted(
            escape(arrow.type()),
            escape(arrow.source()),
            escape(arrow.target()),
            fromX,
            fromY,
            fromX + bend,
            fromY,
            toX - bend,
            toY,
            toX - 2,
            toY,
            escape(
                String.format(
                    Locale.ROOT,
                    "%s (%s, confidence %s)",
                    arrow.how(),
                    arrow.type(),
                    arrow.confidence())));
  }

  private String rectangle(Box box, double topRow) {
    int x = x(box.id());
    int y = y(box.id(), topRow);
    return """
    <g class="node" data-id="%s" data-name="%s"><rect x="%d" y="%d" width="%d" height="%d" rx="7" fill="%s" stroke="#5d6b79"/>\
    <text x="%d" y="%d">%s</text><text class="kind" x="%d" y="%d">%s</text></g>
    """
        .formatted(
            escape(box.id()),
            escape(box.name()),
            x,
            y,
            BOX_WIDTH,
            BOX_HEIGHT,
            colourOf.get(box.group()),
            x + 10,
            y + 16,
            escape(box.name()),
            x + 10,
            y + 30,
            escape(box.kind()));
  }

  private int x(String id) {
    return MARGIN + column(id) * COLUMN_STEP;
  }

  private int y(String id, double topRow) {
    return (int) (MARGIN + (row(id) - topRow) * ROW_STEP);
  }

  private int column(String id) {
    return columnOf.getOrDefault(id, 0);
  }

  private double row(String id) {
    return rowOf.getOrDefault(id, 0.0);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
