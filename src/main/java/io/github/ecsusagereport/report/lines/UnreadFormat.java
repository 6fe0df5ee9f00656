package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;

/** Formats that are known, and not read: saying so is better than finding nothing in them. */
enum UnreadFormat {
  ZIP("PK\003\004", "a zip archive", "unpack it first (unzip -p FILE | ecs-usage-report report)"),
  BZIP2("BZh", "packed with bzip2", "unpack it first (bzip2 -dc FILE | ecs-usage-report report)"),
  XZ("\u00fd7zXZ", "packed with xz", "unpack it first (xz -dc FILE | ecs-usage-report report)"),
  SEVEN_ZIP("7z\u00bc\u00af", "a 7-Zip archive", "unpack it first (7z x -so FILE)"),
  LZ4("\004\"M\030", "packed with lz4", "unpack it first (lz4 -dc FILE | ecs-usage-report report)"),
  SNAPPY("\u00ff\006\000\000sN", "packed with snappy", "unpack it first (snzip -dc FILE)"),
  PARQUET("PAR1", "a Parquet file", "query it with Athena, or export it as JSON lines"),
  ORC("ORC", "an ORC file", "query it with Athena, or export it as JSON lines"),
  AVRO("Obj\001", "an Avro file", "export it as JSON lines (avro-tools tojson FILE)");

  /** A file is in such a format. */
  static final class FoundException extends IOException {
    private static final long serialVersionUID = 1L;

    FoundException(String message) {
      super(message);
    }
  }

  private final String magic;
  private final String what;
  private final String remedy;

  UnreadFormat(String magic, String what, String remedy) {
    this.magic = magic;
    this.what = what;
    this.remedy = remedy;
  }

  /** Fails with what it is and what to do. */
  static void refuse(byte[] first) throws FoundException {
    String start = new String(first, ISO_8859_1);
    for (UnreadFormat format : values()) {
      if (start.startsWith(format.magic)) {
        throw new FoundException("is " + format.what + ", which is not read; " + format.remedy);
      }
    }
  }
}
