package dev.datamesh.parquet;

import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Pages' compression without Hadoop's codecs: Zstandard, Snappy, gzip and none. Safe for use by
 * many threads.
 */
final class PageCodecs implements CompressionCodecFactory {

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return new Codec(known(codec));
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Codec(known(codec));
  }

  private static CompressionCodecName known(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> codec;
      default -> throw new UnsupportedOperationException("pages compressed with " + codec);
    };
  }

  @Override
  public void release() {
    // Nothing is held.
  }

  /** Both ways of one codec. */
  private record Codec(CompressionCodecName name)
      implements BytesInputCompressor, BytesInputDecompressor {

    @Override
    public BytesInput compress(BytesInput input) throws IOException {
      byte[] bytes = bytes(input);
      return BytesInput.from(
          switch (name) {
            case SNAPPY -> compressed(new SnappyCompressor(), bytes);
            case LZ4_RAW -> compressed(new Lz4Compressor(), bytes);
            case GZIP -> gzip(bytes);
            case ZSTD -> compressed(new ZstdCompressor(), bytes);
            default -> bytes;
          });
    }

    private static byte[] compressed(Compressor by, byte[] bytes) {
      byte[] out = new byte[by.maxCompressedLength(bytes.length)];
      return Arrays.copyOf(out, by.compress(bytes, 0, bytes.length, out, 0, out.length));
    }

    private static byte[] plain(Decompressor by, byte[] bytes, int size) {
      byte[] out = new byte[size];
      int length = by.decompress(bytes, 0, bytes.length, out, 0, size);
      return length == size ? out : Arrays.copyOf(out, length);
    }

    private static byte[] bytes(BytesInput input) throws IOException {
      return input.toInputStream().readAllBytes();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(bytes);
      }
      return out.toByteArray();
    }

    private byte[] decompressed(byte[] bytes, int size) throws IOException {
      byte[] plain =
          switch (name) {
            case SNAPPY -> plain(new SnappyDecompressor(), bytes, size);
            case LZ4_RAW -> plain(new Lz4Decompressor(), bytes, size);
            case GZIP -> gunzip(bytes, size);
            case ZSTD -> plain(new ZstdDecompressor(), bytes, size);
            default -> bytes;
          };
      if (plain.length != size) {
        throw new IOException("a page of %d bytes instead of %d".formatted(plain.length, size));
      }
      return plain;
    }

    private static byte[] gunzip(byte[] bytes, int size) throws IOException {
      try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return gzip.readNBytes(size);
      }
    }

    @Override
    public BytesInput decompress(BytesInput input, int size) throws IOException {
      return BytesInput.from(decompressed(bytes(input), size));
    }

    @Override
    public void decompress(ByteBuffer input, int length, ByteBuffer output, int size)
        throws IOException {
      byte[] bytes = new byte[length];
      input.get(bytes);
      output.put(decompressed(bytes, size));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return name;
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }
}
