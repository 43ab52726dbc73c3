package dev.datamesh.core.frame;

import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pages of references: strings, enums, json, bytes, long decimals, lists, maps, structs. */
final class ObjectColumn extends Column {

  private final @Nullable Object[][] pages;

  ObjectColumn(Field field, long rows, @Nullable NullBits nulls, @Nullable Object[][] pages) {
    super(field, rows, nulls);
    this.pages = pages;
  }

  @Override
  Object object(long row) {
    Object value = value(row);
    if (value == null) {
      throw new IllegalStateException("row " + row + " is null");
    }
    return value instanceof byte[] bytes ? bytes.clone() : value;
  }

  private @Nullable Object value(long row) {
    return pages[(int) (row >>> PAGE_BITS)][(int) row & PAGE_MASK];
  }

  @Override
  public void copyStrings(long from, @Nullable String[] target, int at, int count) {
    if (!isText(type())) {
      super.copyStrings(from, target, at, count);
    }
    for (int i = 0; i < count; i++) {
      target[at + i] = (String) value(from + i);
    }
  }

  private static boolean isText(FieldType type) {
    return type == Primitive.STRING || type == Primitive.JSON || type instanceof FieldType.EnumType;
  }

  @Override
  public Column take(int[] rows, int count) {
    @Nullable Object[][] taken = new Object[pages(count)][];
    for (int page = 0; page < taken.length; page++) {
      @Nullable Object[] values = new Object[pageRows(page, count)];
      int first = page << PAGE_BITS;
      for (int i = 0; i < values.length; i++) {
        int row = rows[first + i];
        values[i] = row < 0 ? null : value(row);
      }
      taken[page] = values;
    }
    Taken rest = taken(rows, count);
    return new ObjectColumn(rest.field(), count, rest.nulls(), taken);
  }

  @Override
  Column copy(Field other) {
    return new ObjectColumn(other, rows(), nulls(), pages);
  }

  static final class Builder extends ColumnBuilder {

    private static final int REMEMBERED = 1 << 14;

    private final boolean text;
    private @Nullable Object[][] pages = new Object[1][];
    private @Nullable Object[] page = new Object[16];

    /** Strings seen lately, by hash: a column's words repeat, and then share one object. */
    private @Nullable String @Nullable [] seen;

    Builder(Field field, Conversion conversion) {
      super(field, conversion);
      text = field.type() == Primitive.STRING;
    }

    private void store(long row, @Nullable Object value) {
      int at = (int) row & PAGE_MASK;
      if (at == 0 && row > 0) {
        pages = filed(pages, row, page);
        page = new Object[PAGE_ROWS];
      }
      if (at == page.length) {
        page = Arrays.copyOf(page, at * 2);
      }
      page[at] = value;
    }

    @Override
    void putNull(long row) {
      store(row, null);
    }

    @Override
    void put(long row, Object fitting) {
      store(row, fitting);
    }

    @Override
    boolean putText(long row, char[] chars, int at, int length) {
      if (text) {
        store(row, remembered(chars, at, length));
        return true;
      }
      Object fitting = Values.fit(field.type(), new String(chars, at, length), conversion);
      store(row, fitting);
      return fitting != null;
    }

    private String remembered(char[] chars, int at, int length) {
      int hash = 0;
      for (int i = at; i < at + length; i++) {
        hash = 31 * hash + chars[i];
      }
      if (seen == null) {
        seen = new String[REMEMBERED];
      }
      int slot = (hash ^ hash >>> 14) & (REMEMBERED - 1);
      String known = seen[slot];
      if (known != null && same(known, chars, at, length)) {
        return known;
      }
      String made = new String(chars, at, length);
      seen[slot] = made;
      return made;
    }

    private static boolean same(String known, char[] chars, int at, int length) {
      if (known.length() != length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (known.charAt(i) != chars[at + i]) {
          return false;
        }
      }
      return true;
    }

    @Override
    Column seal(long count, @Nullable NullBits bits) {
      @Nullable Object[][] all = sealed(pages, count, Arrays.copyOf(page, lastRows(count)));
      pages = new Object[1][];
      page = new Object[16];
      return new ObjectColumn(field, count, bits, all);
    }
  }
}
