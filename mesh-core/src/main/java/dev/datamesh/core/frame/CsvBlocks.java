package dev.datamesh.core.frame;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** CSV by FastCSV's callbacks: cells go from its buffer into the columns, most without a string. */
final class CsvBlocks implements FrameBlocks {

  private final TextSource source;
  private final int rowsPerBlock;
  private final Schema schema;
  private final List<ColumnBuilder> columns;
  private final Cells cells = new Cells();
  private final Iterator<Boolean> records;

  /** Header names, and for each the column it goes to, null where it is passed over. */
  private final List<String> header = new ArrayList<>();

  private @Nullable ColumnBuilder[] targets = new ColumnBuilder[0];
  private long row;
  private boolean more;

  CsvBlocks(
      String name,
      TextSource source,
      @Nullable Schema wanted,
      Conversion conversion,
      int rowsPerBlock) {
    this.source = source;
    this.rowsPerBlock = rowsPerBlock;
    try {
      this.records =
          CsvReader.builder()
              .skipEmptyLines(false)
              .allowUnclosedQuote(false)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .build(cells, source.reader())
              .iterator();
      if (!advance()) {
        throw problem(1, "", "expected a header line, found an empty file");
      }
      this.schema = wanted == null ? strings() : wanted;
      this.columns = FrameBuilder.builders(schema, conversion);
      targets = targets();
      more = advance();
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private Schema strings() {
    return new Schema(
        header.stream().map(title -> Field.nullable(title, Primitive.STRING)).toList());
  }

  private @Nullable ColumnBuilder[] targets() {
    @Nullable ColumnBuilder[] found = new ColumnBuilder[header.size()];
    for (int i = 0; i < columns.size(); i++) {
      String title = schema.fields().get(i).name();
      int place = header.indexOf(title);
      if (place < 0) {
        throw problem(
            1, "", "the column \"%s\" is missing: the header has %s".formatted(title, header));
      }
      if (header.lastIndexOf(title) != place) {
        throw problem(1, "", "the column \"%s\" stands in the header twice".formatted(title));
      }
      found[place] = columns.get(i);
    }
    return found;
  }

  /** Reads one record into the columns; false at the end. */
  private boolean advance() {
    try {
      if (!records.hasNext()) {
        return false;
      }
      records.next();
      return true;
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      throw source.failure(cause == null ? new IOException(e) : cause);
    } catch (CsvParseException e) {
      // FastCSV wraps what its callbacks throw.
      if (e.getCause() instanceof InvalidInputException cause) {
        throw cause;
      }
      if (e.getCause() instanceof IOException cause) {
        throw source.failure(cause);
      }
      throw problem(Math.max(1, cells.line()), "", "is no CSV: " + String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public boolean hasNext() {
    return more;
  }

  @Override
  public Frame next() {
    if (!more) {
      throw new NoSuchElementException();
    }
    // The record that was read ahead is the first of the block.
    long last = row - 1 + rowsPerBlock;
    while (more && row < last) {
      more = advance();
    }
    Frame block = new Frame(columns.stream().map(ColumnBuilder::build).toList());
    if (more) {
      more = advance();
    }
    return block;
  }

  @Override
  public void close() {
    more = false;
    source.close();
  }

  private InvalidInputException problem(long line, String path, String message) {
    String place = row == 0 ? "line " + line : "line %d (row %d)".formatted(line, row);
    return new InvalidInputException(
        "Cannot read %s, %s: %s".formatted(source.name(), place, message),
        List.of(
            new Problem(
                path,
                new SourcePosition(source.name(), (int) Math.min(Integer.MAX_VALUE, line), 1),
                message)),
        null);
  }

  /** FastCSV's callbacks. */
  private final class Cells extends AbstractBaseCsvCallbackHandler<Boolean> {

    long line() {
      return getStartingLineNumber();
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      if (targets.length > 0) {
        row++;
      }
    }

    @Override
    protected void handleField(int place, char[] buffer, int at, int length, boolean quoted) {
      if (targets.length == 0) {
        String title = new String(buffer, at, length);
        header.add(place == 0 && title.startsWith("\uFEFF") ? title.substring(1) : title);
        return;
      }
      if (place >= targets.length) {
        return;
      }
      ColumnBuilder target = targets[place];
      if (target != null && !target.addText(buffer, at, length, quoted)) {
        String found = length == 0 ? "an empty cell" : Values.shown(new String(buffer, at, length));
        throw problem(
            line(),
            "/" + row + "/" + target.field.name(),
            "column \"%s\": expected %s, found %s"
                .formatted(target.field.name(), Values.expectation(target.field), found));
      }
    }

    @Override
    protected void handleEmpty() {
      // A row of one column whose only value is null is an empty line; others skip such lines.
      if (targets.length == 1) {
        handleField(0, new char[0], 0, 0, false);
      } else if (targets.length > 1) {
        row--;
      }
    }

    @Override
    protected @Nullable Boolean buildRecord() {
      boolean empty = getRecordType() == RecordType.EMPTY;
      if (empty) {
        return targets.length == 1 ? Boolean.TRUE : null;
      }
      if (targets.length > 0 && getFieldCount() != targets.length) {
        throw problem(
            line(),
            "/" + row,
            "expected %d cells as in the header, found %d"
                .formatted(targets.length, getFieldCount()));
      }
      return Boolean.TRUE;
    }
  }
}
