package io.github.ecsusagereport.report.lines;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Tells gzip and zstd by their first bytes; a file's name says nothing. */
final class Decompression {
  /** <a href="https://www.rfc-editor.org/rfc/rfc1952#page-6">RFC 1952, 2.3.1</a>. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  /** <a href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1">RFC 8878, 3.1.1</a>. */
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private static final int BUFFER_BYTES = 1 << 16;

  private Decompression() {}

  /** The content as it is, or unpacked. */
  static InputStream of(InputStream in) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(in, ZSTD.length);
    byte[] first = whole.readNBytes(ZSTD.length);
    whole.unread(first);
    if (startsWith(first, GZIP)) {
      return new GZIPInputStream(whole, BUFFER_BYTES);
    }
    if (startsWith(first, ZSTD)) {
      return zstd(whole);
    }
    return whole;
  }

  private static InputStream zstd(InputStream in) throws IOException {
    try {
      return new ZstdInputStream(in);
    } catch (LinkageError e) {
      throw new IOException("zstd cannot be read here; unpack it first (zstd -d)", e);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }
}
