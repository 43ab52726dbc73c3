package dev.datamesh.core.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames as CSV or JSON lines, one or many to one file. In CSV null is an empty cell and the
 * empty string {@code ""}; instants have their zone and microseconds; lists, maps and structs are
 * JSON, bytes Base64. For one thread at a time.
 */
public final class FrameWriter {

  private final String name;
  private final Opening opening;
  private final boolean json;

  /** Opens the target. */
  private interface Opening {
    Writer open() throws IOException;
  }

  private FrameWriter(String name, Opening opening, boolean json) {
    this.name = name;
    this.opening = opening;
    this.json = json;
  }

  /** A CSV file, gzipped where its name ends in {@code .gz}; an existing one is replaced. */
  public static FrameWriter csv(Path file) {
    return new FrameWriter(file.toString(), () -> open(file), false);
  }

  /** CSV into a text. */
  public static FrameWriter csv(Appendable text) {
    return new FrameWriter("a text", () -> new AppendingWriter(text), false);
  }

  /** A file of JSON lines, gzipped where its name ends in {@code .gz}. */
  public static FrameWriter jsonLines(Path file) {
    return new FrameWriter(file.toString(), () -> open(file), true);
  }

  /** JSON lines into a text. */
  public static FrameWriter jsonLines(Appendable text) {
    return new FrameWriter("a text", () -> new AppendingWriter(text), true);
  }

  private static Writer open(Path file) throws IOException {
    OutputStream bytes = Files.newOutputStream(file);
    if (file.toString().endsWith(".gz")) {
      bytes = new GZIPOutputStream(bytes, 1 << 16);
    }
    return new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
  }

  /** Writes one frame. */
  public void write(Frame frame) {
    write(List.of(frame).iterator(), frame.schema().names());
  }

  /** Writes all blocks, and closes them. */
  public void write(FrameBlocks blocks) {
    try (blocks) {
      write(blocks, blocks.schema().names());
    }
  }

  private void write(java.util.Iterator<Frame> frames, List<String> header) {
    try (Writer target = opening.open()) {
      if (json) {
        writeJson(target, frames);
      } else {
        writeCsv(target, frames, header);
      }
    } catch (UncheckedIOException e) {
      throw failure(e.getCause());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private StorageException failure(@Nullable IOException e) {
    return new StorageException(
        "Cannot write %s: %s".formatted(name, e == null ? "" : e.toString()), name, e);
  }

  private static void writeCsv(Writer target, java.util.Iterator<Frame> frames, List<String> header)
      throws IOException {
    CsvWriter csv =
        CsvWriter.builder()
            .quoteStrategy(QuoteStrategies.EMPTY)
            .lineDelimiter(LineDelimiter.LF)
            .build(target);
    csv.writeRecord(header);
    while (frames.hasNext()) {
      Frame frame = frames.next();
      for (long row = 0; row < frame.rows(); row++) {
        CsvWriter.CsvWriterRecord cells = csv.writeRecord();
        for (Column column : frame.columns()) {
          cells.writeField(column.getText(row));
        }
        cells.endRecord();
      }
    }
    csv.flush();
  }

  private static void writeJson(Writer target, java.util.Iterator<Frame> frames)
      throws IOException {
    try (JsonGenerator generator = JsonValues.factory().createGenerator(target)) {
      generator.setRootValueSeparator(null);
      while (frames.hasNext()) {
        Frame frame = frames.next();
        for (long row = 0; row < frame.rows(); row++) {
          generator.writeStartObject();
          for (Column column : frame.columns()) {
            generator.writeFieldName(column.name());
            Object value = column.get(row);
            if (value != null && column.type() == Primitive.JSON) {
              generator.writeRawValue((String) value);
            } else {
              JsonValues.write(generator, value);
            }
          }
          generator.writeEndObject();
          generator.writeRaw('\n');
        }
      }
    }
  }

  /** A writer over any text. */
  private static final class AppendingWriter extends Writer {

    private final Appendable text;

    AppendingWriter(Appendable text) {
      this.text = text;
    }

    @Override
    public void write(char[] buffer, int at, int length) throws IOException {
      text.append(java.nio.CharBuffer.wrap(buffer, at, length));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
