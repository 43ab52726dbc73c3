package dev.datamesh.core.frame;

import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.util.ArrayList;
import java.util.List;

/** A frame as text for people: numbers to the right, long cells cut. */
final class TablePrinter {

  private static final int WIDEST = 40;

  private TablePrinter() {}

  static String print(Frame frame, int mostRows) {
    int shown = (int) Math.min(mostRows, frame.rows());
    List<List<String>> cells = new ArrayList<>();
    for (Column column : frame.columns()) {
      List<String> texts = new ArrayList<>();
      texts.add(cut(column.name()));
      for (int row = 0; row < shown; row++) {
        String text = column.getText(row);
        texts.add(text == null ? "null" : cut(text));
      }
      cells.add(texts);
    }
    StringBuilder table = new StringBuilder();
    for (int line = 0; line <= shown; line++) {
      line(table, frame, cells, line);
    }
    if (shown < frame.rows()) {
      table.append("… %,d more rows\n".formatted(frame.rows() - shown));
    }
    return table.toString();
  }

  private static void line(StringBuilder table, Frame frame, List<List<String>> cells, int line) {
    int start = table.length();
    for (int i = 0; i < cells.size(); i++) {
      int width = cells.get(i).stream().mapToInt(String::length).max().orElse(0);
      String text = cells.get(i).get(line);
      String blanks = " ".repeat(width - text.length());
      table.append(i == 0 ? "" : "  ");
      table.append(isNumber(frame.columns().get(i).type()) ? blanks + text : text + blanks);
    }
    while (table.length() > start && table.charAt(table.length() - 1) == ' ') {
      table.setLength(table.length() - 1);
    }
    table.append('\n');
  }

  private static boolean isNumber(FieldType type) {
    return type == Primitive.INT32
        || type == Primitive.INT64
        || type == Primitive.FLOAT32
        || type == Primitive.FLOAT64
        || type instanceof FieldType.DecimalType;
  }

  private static String cut(String text) {
    String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
  }
}
