package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LogChunkQueueTest {
  private static final int AHEAD = 8;

  private final Deque<byte[]> buffers = new ArrayDeque<>(Collections.nCopies(AHEAD, new byte[0]));
  private final List<Long> taken = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void chunksAreTakenInTheirOrder_andBuffersComeBack(int threads) throws IOException {
    byte[] bytes = numberedLines(20 * LogChunkReader.CHUNK_BYTES);
    LogChunkQueue queue = queue(new ByteArrayInputStream(bytes));

    queue.read(threads);

    assertFalse(queue.goesOn());
    queue.check();
    assertEquals(LongStream.range(0, taken.size()).boxed().toList(), taken);
    assertEquals(20, taken.size());
    assertEquals(AHEAD, buffers.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void whatTheStreamThrows_reachesTheOneWhoReads(int threads) {
    LogChunkQueue queue = queue(failing(new IllegalArgumentException("bug in a decompressor")));

    RuntimeException thrown = assertThrows(RuntimeException.class, () -> queue.read(threads));
    assertTrue(thrown.toString().contains("bug in a decompressor"), thrown.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void streamThatBreaksOff_isSaidAfterItsChunks(int threads) {
    LogChunkQueue queue = queue(failing(new IOException("gone")));

    queue.read(threads);

    assertEquals(List.of(0L, 1L, 2L), taken);
    assertEquals("gone", assertThrows(IOException.class, queue::check).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void whereADocumentBegins_theRestIsOneStream(int threads) throws IOException {
    byte[] bytes = numberedLines(20 * LogChunkReader.CHUNK_BYTES);
    int document = 5 * LogChunkReader.CHUNK_BYTES;
    Arrays.fill(bytes, document, document + 7, (byte) ' ');
    bytes[document] = '[';
    LogChunkQueue queue = queue(new ByteArrayInputStream(bytes));

    queue.read(threads);

    assertTrue(queue.goesOn());
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L), taken);
    byte[] rest = Arrays.copyOfRange(bytes, document, bytes.length);
    assertEquals(Arrays.hashCode(rest), Arrays.hashCode(queue.rest().readAllBytes()));
    queue.close();
    assertEquals(AHEAD, buffers.size());
  }

  private LogChunkQueue queue(InputStream in) {
    return new LogChunkQueue(in, buffers, false, chunk -> taken.add(number(chunk)));
  }

  /** Which one of the stream it is. */
  private static long number(LogChunk chunk) {
    return Long.parseLong(new String(chunk.bytes(), 0, 7, US_ASCII))
        * 8
        / LogChunkReader.CHUNK_BYTES;
  }

  /** Of eight bytes each. */
  private static byte[] numberedLines(int length) {
    return IntStream.range(0, length / 8)
        .mapToObj(line -> String.format("%07d\n", line))
        .collect(Collectors.joining())
        .getBytes(US_ASCII);
  }

  /** After three chunks. */
  private static InputStream failing(Exception e) {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            if (e instanceof IOException broken) {
              throw broken;
            }
            throw (RuntimeException) e;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };
    return new SequenceInputStream(
        new ByteArrayInputStream(numberedLines(3 * LogChunkReader.CHUNK_BYTES)), failing);
  }
}
