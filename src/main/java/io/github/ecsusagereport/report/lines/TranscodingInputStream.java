package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;

/** A text in another character set, in UTF-8. */
final class TranscodingInputStream extends InputStream {
  private static final int BUFFER_CHARS = 1 << 13;

  private final Reader reader;
  private final char[] chars = new char[BUFFER_CHARS];
  private byte[] bytes = new byte[0];
  private int at;

  TranscodingInputStream(InputStream in, Charset charset) {
    this.reader = new InputStreamReader(in, charset);
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (at == bytes.length) {
      int count = reader.read(chars, 0, chars.length - 1);
      if (count < 0) {
        return false;
      }
      // A pair is not cut in two.
      if (count > 0 && Character.isHighSurrogate(chars[count - 1])) {
        int low = reader.read();
        if (low >= 0) {
          chars[count++] = (char) low;
        }
      }
      bytes = new String(chars, 0, count).getBytes(UTF_8);
      at = 0;
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
