package io.github.ecsusagereport.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Test
  void few_areExact() {
    Quantiles quantiles = new Quantiles(1);
    assertEquals(Double.NaN, quantiles.median());
    for (double value : new double[] {3.25, 1, Double.NaN, 2}) {
      quantiles.add(value);
    }

    assertEquals(2, quantiles.median());
    assertEquals(3.25, quantiles.p95());
    assertEquals(3, quantiles.count());
  }

  @Test
  void many_areWithinAThousandth() {
    Random random = new Random(1);
    Quantiles quantiles = new Quantiles(0.1);
    double[] values = new double[50_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(20 * random.nextDouble());
      quantiles.add(values[i]);
    }
    Arrays.sort(values);

    assertEquals(values[24_999], quantiles.median(), values[24_999] / 500);
    assertEquals(values[47_499], quantiles.p95(), values[47_499] / 500);
  }
}
