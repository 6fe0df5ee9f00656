package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.Reading;
import java.util.Optional;

/** One frame of a stream of statistics: a reading, and the one before it. */
record Frame(Reading now, Optional<Reading> before) {}
