package io.github.ecsusagereport.report.fleet;

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

  @Test
  void sum_isThatOfAllValues() {
    Random random = new Random(1);
    for (int count : new int[] {10, 90, 5000}) {
      Quantiles all = Quantiles.coarse(0.1);
      Quantiles left = Quantiles.coarse(0.1);
      Quantiles right = Quantiles.coarse(0.1);
      for (int i = 0; i < count; i++) {
        double value = 1000 * random.nextDouble();
        all.add(value);
        (i % 3 == 0 ? left : right).add(value);
      }
      left.add(right);

      assertEquals(count, left.count());
      assertEquals(all.least(), left.least());
      assertEquals(all.most(), left.most());
      assertEquals(all.median(), left.median(), 0.01 * all.median());
      assertEquals(all.p95(), left.p95(), 0.01 * all.p95());
    }
  }

  @Test
  void ends_areFound_inFewAndInMany() {
    for (int count : new int[] {100, 10_000}) {
      Quantiles quantiles = new Quantiles(0.001);
      for (int i = 0; i < count; i++) {
        quantiles.add(1 + i % 100);
      }

      assertEquals(6, quantiles.leastFrom(5.5), 0.01);
      assertEquals(95, quantiles.mostUpTo(95.5), 0.1);
      assertEquals(count * 0.9, quantiles.countBetween(5.5, 95.5));
      assertEquals(Double.NaN, quantiles.leastFrom(101));
      assertEquals(100, quantiles.most());
    }
  }

  /** A time that is never longer must not look a little longer: --goal speed would refuse it. */
  @Test
  void manyEqual_areThemselves() {
    for (double value : new double[] {0, 1, 1.7}) {
      Quantiles quantiles = new Quantiles(1e-5);
      for (int i = 0; i < 5000; i++) {
        quantiles.add(value);
      }
      assertEquals(value, quantiles.p95());
    }
  }
}
