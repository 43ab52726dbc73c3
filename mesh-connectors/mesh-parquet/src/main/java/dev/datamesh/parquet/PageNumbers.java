package dev.datamesh.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a flat column of a row group, taken from its pages in bulk: plain values are
 * copied, numbers of a dictionary looked up; other encodings go through the library one by one. For
 * one thread at a time.
 */
final class PageNumbers {

  private static final int PART = 4096;

  private final PageReader pages;
  private final ColumnDescriptor column;
  private final PrimitiveTypeName name;
  private final boolean optional;
  private final long[] dictionaryLongs;
  private final double[] dictionaryDoubles;
  private final int[] levels = new int[PART];
  private final int[] ids = new int[PART];

  /** What is left of the page: its values with nulls, where they come from. */
  private int left;

  private @Nullable HybridRuns pageLevels;
  private @Nullable HybridRuns pageIds;
  private @Nullable ByteBuffer plain;
  private @Nullable ValuesReader other;

  PageNumbers(PageReader pages, ColumnDescriptor column) throws IOException {
    this.pages = pages;
    this.column = column;
    this.name = column.getPrimitiveType().getPrimitiveTypeName();
    this.optional = column.getMaxDefinitionLevel() > 0;
    DictionaryPage page = pages.readDictionaryPage();
    int size = page == null ? 0 : page.getDictionarySize();
    boolean real = isReal(name);
    this.dictionaryLongs = new long[real ? 0 : size];
    this.dictionaryDoubles = new double[real ? size : 0];
    if (page != null) {
      Dictionary words = page.getEncoding().initDictionary(column, page);
      for (int id = 0; id < size; id++) {
        switch (name) {
          case INT32 -> dictionaryLongs[id] = words.decodeToInt(id);
          case INT64 -> dictionaryLongs[id] = words.decodeToLong(id);
          case FLOAT -> dictionaryDoubles[id] = words.decodeToFloat(id);
          default -> dictionaryDoubles[id] = words.decodeToDouble(id);
        }
      }
    }
  }

  /** Whether a column's pages are read here. */
  static boolean reads(ColumnDescriptor column) {
    PrimitiveTypeName name = column.getPrimitiveType().getPrimitiveTypeName();
    return column.getMaxRepetitionLevel() == 0
        && column.getMaxDefinitionLevel() <= 1
        && (name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.INT64 || isReal(name));
  }

  private static boolean isReal(PrimitiveTypeName name) {
    return name == PrimitiveTypeName.FLOAT || name == PrimitiveTypeName.DOUBLE;
  }

  /** The next rows of whole numbers; nulls are zero and marked. */
  void read(long[] target, int rows, BitSet nulls) throws IOException {
    for (int at = 0; at < rows; ) {
      int part = nextPart(rows - at);
      int present = present(part);
      longs(target, at, present);
      if (present < part) {
        for (int i = part - 1, from = present; i >= 0; i--) {
          target[at + i] = levels[i] == 0 ? 0 : target[at + --from];
          nulls.set(at + i, levels[i] == 0);
        }
      }
      at += part;
    }
  }

  /** The next rows of real numbers; nulls are zero and marked. */
  void read(double[] target, int rows, BitSet nulls) throws IOException {
    for (int at = 0; at < rows; ) {
      int part = nextPart(rows - at);
      int present = present(part);
      doubles(target, at, present);
      if (present < part) {
        for (int i = part - 1, from = present; i >= 0; i--) {
          target[at + i] = levels[i] == 0 ? 0 : target[at + --from];
          nulls.set(at + i, levels[i] == 0);
        }
      }
      at += part;
    }
  }

  /** Opens the next page where one has ended; how many of so many rows are taken together. */
  private int nextPart(int rows) throws IOException {
    while (left == 0) {
      DataPage page = pages.readPage();
      if (page == null) {
        throw new ParquetDecodingException("column %s ends early".formatted(column));
      }
      open(page);
    }
    int part = Math.min(Math.min(left, rows), PART);
    left -= part;
    return part;
  }

  /** How many of the next values are there; which ones is in the levels. */
  private int present(int part) {
    HybridRuns of = pageLevels;
    if (of == null) {
      return part;
    }
    of.read(levels, part);
    int present = 0;
    for (int i = 0; i < part; i++) {
      present += levels[i];
    }
    return present;
  }

  private void longs(long[] target, int at, int count) {
    ByteBuffer values = plain;
    ValuesReader reader = other;
    if (values != null && name == PrimitiveTypeName.INT64) {
      values.asLongBuffer().get(target, at, count);
      values.position(values.position() + count * Long.BYTES);
    } else if (values != null) {
      for (int i = at; i < at + count; i++) {
        target[i] = values.getInt();
      }
    } else if (reader != null) {
      for (int i = at; i < at + count; i++) {
        target[i] = name == PrimitiveTypeName.INT64 ? reader.readLong() : reader.readInteger();
      }
    } else {
      ids(count);
      for (int i = 0; i < count; i++) {
        target[at + i] = dictionaryLongs[ids[i]];
      }
    }
  }

  private void doubles(double[] target, int at, int count) {
    ByteBuffer values = plain;
    ValuesReader reader = other;
    if (values != null && name == PrimitiveTypeName.DOUBLE) {
      values.asDoubleBuffer().get(target, at, count);
      values.position(values.position() + count * Double.BYTES);
    } else if (values != null) {
      for (int i = at; i < at + count; i++) {
        target[i] = values.getFloat();
      }
    } else if (reader != null) {
      for (int i = at; i < at + count; i++) {
        target[i] = name == PrimitiveTypeName.DOUBLE ? reader.readDouble() : reader.readFloat();
      }
    } else {
      ids(count);
      for (int i = 0; i < count; i++) {
        target[at + i] = dictionaryDoubles[ids[i]];
      }
    }
  }

  private void ids(int count) {
    java.util.Objects.requireNonNull(pageIds, "no page").read(ids, count);
  }

  private void open(DataPage page) throws IOException {
    left = page.getValueCount();
    if (page instanceof DataPageV1 first) {
      ByteBuffer bytes = buffer(first.getBytes());
      if (optional && first.getDlEncoding() != Encoding.RLE) {
        throw new ParquetDecodingException(
            "definition levels as %s are not supported".formatted(first.getDlEncoding()));
      }
      if (optional) {
        int length = bytes.getInt();
        ByteBuffer own = bytes.duplicate();
        own.limit(bytes.position() + length);
        pageLevels = new HybridRuns(own, 1);
        bytes.position(bytes.position() + length);
      }
      values(first.getValueEncoding(), bytes);
    } else {
      DataPageV2 second = (DataPageV2) page;
      pageLevels = optional ? new HybridRuns(buffer(second.getDefinitionLevels()), 1) : null;
      values(second.getDataEncoding(), buffer(second.getData()));
    }
  }

  private static ByteBuffer buffer(BytesInput bytes) throws IOException {
    ByteBufferInputStream all = bytes.toInputStream();
    return all.slice(all.available()).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private void values(Encoding encoding, ByteBuffer bytes) throws IOException {
    plain = null;
    pageIds = null;
    other = null;
    if (encoding == Encoding.PLAIN) {
      plain = bytes;
    } else if (encoding.usesDictionary()) {
      // A page of nulls alone may have no byte.
      int width = bytes.hasRemaining() ? bytes.get() : 0;
      pageIds = new HybridRuns(bytes, width);
    } else {
      ValuesReader reader = encoding.getValuesReader(column, ValuesType.VALUES);
      reader.initFromPage(left, ByteBufferInputStream.wrap(bytes));
      other = reader;
    }
  }
}
