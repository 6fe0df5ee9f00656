package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.Timestamps;
import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.core.JsonGenerator;

/** Fields of an object; one that is not known is left out. */
record JsonFields(JsonGenerator json) {
  private static final int DIGITS = 3;
  private static final int USD_DIGITS = 6;
  private static final int MILLIS = 3;
  private static final long NANOS_PER_MILLI = 1_000_000;

  void text(String name, String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  void time(String name, long epochMs) {
    if (epochMs != Metrics.UNKNOWN) {
      json.writeStringProperty(name, Timestamps.format(epochMs * NANOS_PER_MILLI, MILLIS));
    }
  }

  void number(String name, double value) {
    decimal(name, value, DIGITS);
  }

  void usd(String name, double value) {
    decimal(name, value, USD_DIGITS);
  }

  private void decimal(String name, double value, int digits) {
    if (Double.isFinite(value)) {
      json.writeNumberProperty(name, new BigDecimal(value).setScale(digits, RoundingMode.HALF_UP));
    }
  }

  /** Left out when there are none. */
  void count(String name, long count) {
    if (count > 0) {
      json.writeNumberProperty(name, count);
    }
  }
}
