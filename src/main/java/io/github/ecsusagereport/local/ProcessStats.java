package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.time.Instant;

/** A way to measure a group of processes. Counters never go backwards from one read to the next. */
interface ProcessStats {
  /** Reads everything now; {@code now} is the time it is given. */
  Reading read(Instant now) throws IOException;
}
