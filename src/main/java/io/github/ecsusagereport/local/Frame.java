package io.github.ecsusagereport.local;

import java.util.Optional;

/** One frame of a stream of statistics: a reading, and the one before it. */
record Frame(Reading now, Optional<Reading> before) {}
