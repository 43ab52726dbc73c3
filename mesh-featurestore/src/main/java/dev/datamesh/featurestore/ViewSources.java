package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.frame.FrameReader;
import dev.datamesh.core.frame.Rounding;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.FrameSource;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.registry.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the views' sources have: CSV files, files of a connector's format, and frames that the host
 * bound. Safe for use by many threads.
 */
final class ViewSources {

  /** Rows taken from files at a time while they are ingested. */
  static final int BATCH = 1_000_000;

  /** A frame of the host; a later one has a higher number. */
  private record Bound(Frame frame, long number) {}

  private final FrameFormats formats;
  private final int batchRows;
  private final Map<String, Bound> bound = new ConcurrentHashMap<>();
  private final AtomicLong bindings = new AtomicLong();

  /** With the number of rows that are ingested at a time. */
  ViewSources(FrameFormats formats, int batchRows) {
    this.formats = formats;
    this.batchRows = batchRows;
  }

  private static String name(Version<FeatureView> version) {
    return name(version.definition().name(), version.number());
  }

  private static String name(String view, int version) {
    return view + "@v" + version;
  }

  /** Lets go of the frame of a version that was dropped: another may get its number. */
  void unbind(String view, int version) {
    bound.remove(name(view, version));
  }

  /** Gives a version of a view the frame that its definition only mentions. */
  void bind(Version<FeatureView> version, Frame frame) {
    FeatureView view = version.definition();
    if (!(view.source().origin() instanceof Source.InMemory memory)) {
      throw new InvalidInputException(
          "Cannot bind a frame to view \"%s\", its source is %s: declare it with frame: true"
              .formatted(view.name(), view.source().origin()));
    }
    if (memory.frame().isPresent()) {
      throw new InvalidInputException(
          "Cannot bind a frame to view \"%s\", it was applied with one: apply it with the other"
              .formatted(view.name()));
    }
    FittingRows.of(view, frame);
    bound.put(name(version), new Bound(frame, bindings.incrementAndGet()));
  }

  /**
   * Binds the frame of a definition that changed nothing, because the registry, read from a file,
   * had one of which only the mention was kept.
   */
  void applied(Version<FeatureView> version, FeatureView definition) {
    boolean mentioned =
        version.definition().source().origin() instanceof Source.InMemory known
            && known.frame().isEmpty();
    if (mentioned && definition.source().origin() instanceof Source.InMemory given) {
      given.frame().ifPresent(frame -> bind(version, frame));
    }
  }

  /** Changes when the rows of a view's source may have changed. */
  String stamp(Version<FeatureView> version) {
    Source.Origin origin = version.definition().source().origin();
    if (origin instanceof Source.CsvFile csv) {
      return stamp(csv.file());
    }
    if (origin instanceof Source.FormatFiles files) {
      return stampOfAll(files.path());
    }
    Bound frame = bound.get(name(version));
    return frame == null ? "" : "bound " + frame.number;
  }

  private static String stamp(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      throw new StorageException(
          "Cannot read %s: there is no such file".formatted(file), file.toString(), e);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read %s: %s".formatted(file, e.getMessage()), file.toString(), e);
    }
  }

  /** The stamps of all files of a folder, or that of a file. */
  private static String stampOfAll(Path path) {
    if (!Files.isDirectory(path)) {
      return stamp(path);
    }
    try (Stream<Path> files = Files.walk(path)) {
      StringBuilder stamps = new StringBuilder();
      files
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(
              file -> stamps.append(path.relativize(file)).append(' ').append(stamp(file) + '\n'));
      return stamps.toString();
    } catch (IOException e) {
      throw new StorageException("Cannot list %s: %s".formatted(path, e), path.toString(), e);
    }
  }

  /** The rows that a view's source has now, null where it has none but those ingested. */
  @Nullable Frame read(Version<FeatureView> version) {
    FeatureView view = version.definition();
    Source.Origin origin = view.source().origin();
    if (origin instanceof Source.InMemory memory) {
      return FittingRows.of(view, frame(version, memory));
    }
    if (origin instanceof Source.CsvFile csv) {
      return csv(view, csv.file());
    }
    if (origin instanceof Source.FormatFiles files) {
      try (FrameBlocks blocks = open(view, files)) {
        return FittingRows.of(view, blocks.collect());
      }
    }
    return null;
  }

  /**
   * Gives the rows that a view's source has now, in parts that the heap can hold. Files of more
   * than one part are read through once before the first part is given, so that what cannot be read
   * whole gives nothing.
   */
  void forEachBatch(Version<FeatureView> version, Consumer<Frame> rows) {
    FeatureView view = version.definition();
    if (!(view.source().origin() instanceof Source.FormatFiles files)) {
      Frame all = read(version);
      if (all != null) {
        rows.accept(all);
      }
      return;
    }
    try (FrameBlocks blocks = open(view, files)) {
      Frame first = batch(blocks, view);
      if (!blocks.hasNext()) {
        rows.accept(first);
        return;
      }
      while (blocks.hasNext()) {
        FittingRows.of(view, blocks.next());
      }
    }
    try (FrameBlocks blocks = open(view, files)) {
      while (blocks.hasNext()) {
        rows.accept(batch(blocks, view));
      }
    }
  }

  private Frame batch(FrameBlocks blocks, FeatureView view) {
    List<Frame> batch = new ArrayList<>();
    long count = 0;
    while (blocks.hasNext() && count < batchRows) {
      Frame block = blocks.next();
      batch.add(block);
      count += block.rows();
    }
    return FittingRows.of(
        view, batch.isEmpty() ? Frame.empty(blocks.schema()) : Frame.concat(batch));
  }

  private Frame frame(Version<FeatureView> version, Source.InMemory memory) {
    if (memory.frame().isPresent()) {
      return memory.frame().get();
    }
    Bound given = bound.get(name(version));
    if (given == null) {
      FeatureView view = version.definition();
      throw new NotFoundException(
          "Cannot read view \"%s\", the frame that is its source is not bound: call bind(\"%s\", %d, frame)"
                  .formatted(view.name(), view.name(), version.number())
              + " after opening, or apply the view with its frame again",
          view.name());
    }
    return given.frame;
  }

  private FrameBlocks open(FeatureView view, Source.FormatFiles files) {
    FrameSource source = formats.get(files.format()).source(files.path());
    Schema there = source.schema();
    Set<String> wanted = new LinkedHashSet<>();
    for (Field field : ViewRows.columns(view)) {
      String column = ViewRows.sourceName(view, field.name());
      FittingRows.find(view, there, column);
      wanted.add(column);
    }
    return source.read(FrameSource.Scan.all().withColumns(wanted.toArray(String[]::new)));
  }

  private static Frame csv(FeatureView view, Path file) {
    // A source's column may serve twice: as a key and as a feature of another name.
    Map<String, FieldType> types = new HashMap<>();
    List<Field> read = new ArrayList<>();
    for (Field field : ViewRows.columns(view)) {
      String column = ViewRows.sourceName(view, field.name());
      FieldType other = types.putIfAbsent(column, field.type());
      if (other == null) {
        read.add(Field.nullable(column, field.type()));
      } else if (!other.equals(field.type())) {
        throw new InvalidInputException(
            "Cannot read view \"%s\", column \"%s\" of %s is to be %s and %s"
                .formatted(view.name(), column, file, other, field.type()));
      }
    }
    FrameReader reader = FrameReader.csv(file).schema(new Schema(read)).rounding(Rounding.UP);
    if (view.source().zone().isPresent()) {
      reader = reader.zone(view.source().zone().get());
    }
    Frame frame = reader.read();
    List<Column> columns = new ArrayList<>();
    for (Field field : ViewRows.columns(view)) {
      columns.add(frame.column(ViewRows.sourceName(view, field.name())).withField(field));
    }
    return Frame.of(columns);
  }
}
