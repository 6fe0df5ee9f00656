package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.collect.RawEndpoint.whole;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecsusagereport.collect.RawEndpoint.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** What an endpoint may answer to any request and is no answer. */
final class ChaosFaults {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  /** By name. Those that HTTP knows leave the connection open, the others end it. */
  static final Map<String, Answer> ANSWERS =
      Map.ofEntries(
          Map.entry("400", whole("400 Bad Request", "\"unable to get the task\"")),
          Map.entry("404", whole("404 Not Found", "404 page not found\n")),
          Map.entry("429", whole("429 Too Many Requests", "Too many requests.")),
          Map.entry("500", whole("500 Internal Server Error", "\"no statistics\"")),
          Map.entry("503 without a body", whole("503 Service Unavailable", "")),
          Map.entry("redirect", whole("302 Found\r\nLocation: http://127.0.0.1:1/", "")),
          Map.entry("204", text("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
          Map.entry("reset", RawEndpoint.RESET),
          Map.entry("closed without an answer", text("")),
          Map.entry("not HTTP", text("SSH-2.0-OpenSSH_9.6\r\n")),
          Map.entry("half of a head", text("HTTP/1.1 200 OK\r\nContent-")),
          Map.entry("half of a body", text(OK + "Content-Length: 900\r\n\r\n{\"a\":1}")),
          Map.entry("half of a chunk", text(OK + "Transfer-Encoding: chunked\r\n\r\n99\r\n{}")),
          Map.entry("no chunk", text(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")),
          Map.entry("no body", whole("200 OK", "")),
          Map.entry("not JSON", whole("200 OK", "<html>Bad gateway</html>")),
          Map.entry("a text", whole("200 OK", "\"unable to get the task\"")),
          Map.entry("a number", whole("200 OK", "17")),
          Map.entry("null", whole("200 OK", "null")),
          Map.entry("an empty object", whole("200 OK", "{}")),
          Map.entry("a list", whole("200 OK", "[{}]")),
          Map.entry("half of a document", whole("200 OK", "{\"Containers\":[{\"Name\":\"tot")),
          Map.entry("two documents", whole("200 OK", TestTask.running() + "{}")),
          Map.entry("deep", whole("200 OK", "{\"a\":" + "[".repeat(5000))),
          Map.entry(
              "not UTF-8", out -> out.write((OK + "\r\n{\"\u00ff\u00c0").getBytes(ISO_8859_1))),
          Map.entry("endless body", ChaosFaults::endless));

  /** Entries of {@code /task/stats} that are no reading. */
  static final List<String> ENTRIES =
      List.of(
          "\"not tracked\"",
          "17",
          "[]",
          "{\"read\":\"2026-02-03T04:05:04Z\"}",
          "{\"read\":[],\"cpu_stats\":7,\"memory_stats\":null}",
          TestStats.reading("0001-01-01T00:00:00Z", 0, 0).toString(),
          TestStats.reading("soon", 900, 900).toString());

  private ChaosFaults() {}

  private static Answer text(String text) {
    return out -> out.write(text.getBytes(UTF_8));
  }

  private static void endless(OutputStream out) throws IOException {
    out.write((OK + "\r\n").getBytes(UTF_8));
    byte[] spaces = " ".repeat(64 * 1024).getBytes(UTF_8);
    while (true) {
      out.write(spaces);
    }
  }
}
