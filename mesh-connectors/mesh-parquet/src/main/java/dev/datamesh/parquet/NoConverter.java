package dev.datamesh.parquet;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Stands where Parquet wants somebody who assembles records; columns are read one by one. */
final class NoConverter extends GroupConverter {

  private static final class NoValue extends PrimitiveConverter {}

  @Override
  public Converter getConverter(int field) {
    return new NoValue();
  }

  @Override
  public void start() {
    // Nothing is assembled.
  }

  @Override
  public void end() {
    // Nothing is assembled.
  }
}
