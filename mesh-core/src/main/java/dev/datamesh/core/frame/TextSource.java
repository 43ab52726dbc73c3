package dev.datamesh.core.frame;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.StorageException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A text that is being read, and what its failures are called. For one thread at a time. */
final class TextSource implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final String name;
  private final Reader reader;
  private final @Nullable Counted bytes;

  private TextSource(String name, Reader reader, @Nullable Counted bytes) {
    this.name = name;
    this.reader = reader;
    this.bytes = bytes;
  }

  static TextSource of(Reader reader, String name) {
    return new TextSource(name, reader, null);
  }

  static TextSource open(Path file) {
    Counted bytes = null;
    try {
      bytes = new Counted(Files.newInputStream(file));
      InputStream plain =
          file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, BUFFER) : bytes;
      Reader reader =
          new InputStreamReader(
              plain,
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT));
      return new TextSource(file.toString(), reader, bytes);
    } catch (IOException e) {
      if (bytes != null) {
        try {
          bytes.close();
        } catch (IOException suppressed) {
          e.addSuppressed(suppressed);
        }
      }
      throw failure(file.toString(), bytes, e);
    }
  }

  Reader reader() {
    return reader;
  }

  String name() {
    return name;
  }

  MeshException failure(IOException e) {
    return failure(name, bytes, e);
  }

  private static MeshException failure(String name, @Nullable Counted bytes, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new StorageException("Cannot read %s: there is no such file".formatted(name), name, e);
    }
    if (e instanceof EOFException || e instanceof ZipException) {
      return new DamagedDataException(
          "Cannot read %s, its compressed data ends early or is damaged: %s"
              .formatted(name, e.getMessage()),
          name,
          bytes == null ? 0 : bytes.count,
          e);
    }
    if (e instanceof CharacterCodingException) {
      String message = "Cannot read %s, it is not UTF-8".formatted(name);
      return new InvalidInputException(
          message, java.util.List.of(new Problem("", new SourcePosition(name, 0, 0), message)), e);
    }
    return new StorageException("Cannot read %s: %s".formatted(name, e.getMessage()), name, e);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Counts the bytes that were read. */
  private static final class Counted extends FilterInputStream {

    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
      int read = super.read(target, at, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
