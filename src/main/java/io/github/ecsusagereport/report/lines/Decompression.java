package io.github.ecsusagereport.report.lines;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Tells what a file is by its first bytes; its name says nothing. */
final class Decompression {
  /** <a href="https://www.rfc-editor.org/rfc/rfc1952#page-6">RFC 1952, 2.3.1</a>. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  /** <a href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1">RFC 8878, 3.1.1</a>. */
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private static final byte[] UTF_8_BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] UTF_16_BE_BOM = {(byte) 0xfe, (byte) 0xff};
  private static final byte[] UTF_16_LE_BOM = {(byte) 0xff, (byte) 0xfe};

  private static final int MOST_FIRST_BYTES = 6;
  private static final int BUFFER_BYTES = 1 << 16;

  /** Packed, and packed again on the way to a bucket: more than that is no accident. */
  private static final int DEEPEST = 4;

  private Decompression() {}

  /**
   * The content as it is, unpacked, in UTF-8.
   *
   * @throws IOException for a format that is known and not read, with what to do
   */
  static InputStream of(InputStream in) throws IOException {
    return of(in, DEEPEST);
  }

  private static InputStream of(InputStream in, int depth) throws IOException {
    PushbackInputStream whole = new Concatenated(in);
    byte[] first = whole.readNBytes(MOST_FIRST_BYTES);
    whole.unread(first);
    if (depth > 0 && startsWith(first, GZIP)) {
      return of(new GZIPInputStream(whole, BUFFER_BYTES), depth - 1);
    }
    if (depth > 0 && startsWith(first, ZSTD)) {
      return of(zstd(whole), depth - 1);
    }
    UnreadFormat.refuse(first);
    if (startsWith(first, UTF_8_BOM)) {
      whole.skipNBytes(UTF_8_BOM.length);
    }
    Charset charset = charset(first);
    return charset == null ? whole : new TranscodingInputStream(whole, charset);
  }

  /** By its mark, or, of a text that begins with ASCII, by its zeros; null when it is no UTF-16. */
  private static Charset charset(byte[] first) {
    if (startsWith(first, UTF_16_BE_BOM) || startsWith(first, UTF_16_LE_BOM)) {
      return StandardCharsets.UTF_16;
    }
    boolean hasTwo = first.length >= 4;
    if (hasTwo && first[0] == 0 && first[2] == 0 && first[1] != 0 && first[3] != 0) {
      return StandardCharsets.UTF_16BE;
    }
    boolean isLittle = hasTwo && first[1] == 0 && first[3] == 0 && first[0] != 0 && first[2] != 0;
    return isLittle ? StandardCharsets.UTF_16LE : null;
  }

  private static InputStream zstd(InputStream in) throws IOException {
    try {
      return Zstd.unpacked(in);
    } catch (LinkageError e) {
      throw new IOException("zstd cannot be read here; unpack it first (zstd -d)", e);
    }
  }

  /** Apart, since the image of the sidecar has no such library: nothing else may need it. */
  private static final class Zstd {
    private Zstd() {}

    static InputStream unpacked(InputStream in) throws IOException {
      return new ZstdInputStream(in);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  /**
   * One packed part may follow the other. The JDK asks {@code available} whether there is more, and
   * a pipe that has nothing yet says 0, which is not its end.
   */
  private static final class Concatenated extends PushbackInputStream {
    Concatenated(InputStream in) {
      super(in, MOST_FIRST_BYTES);
    }

    @Override
    public int available() throws IOException {
      int next = read();
      if (next < 0) {
        return 0;
      }
      unread(next);
      return Math.max(1, super.available());
    }
  }
}
