package io.github.ecsusagereport.report.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SparklineTest {
  private static final Paper PAPER = new Paper(false, 100, false, true);
  private static final Paper ASCII = new Paper(false, 100, false, false);

  @Test
  void line_goesFromNothingToTheMost_andIsBlankWhereNothingWasRead() {
    double[] values = Sparkline.values("0 1 12 13 50 - 99 100");

    assertEquals("▁▁▁▂▄ ██", Sparkline.of(values, PAPER));
    assertEquals("...:= @@", Sparkline.of(values, ASCII));
    assertEquals(100, Sparkline.most(values));
  }

  @Test
  void whatIsNoNumber_isNotRead() {
    assertEquals("  ▁  █ ", Sparkline.of(Sparkline.values("x -1 0 1e9 NaN 7.5 \u001b[2J"), PAPER));
    assertEquals(" ", Sparkline.of(Sparkline.values(""), PAPER));
    assertEquals(Double.NaN, Sparkline.most(Sparkline.values("- -")));
    assertEquals("▁▁", Sparkline.of(Sparkline.values("0 0"), PAPER));
    assertEquals(120, Sparkline.values("1 ".repeat(5000)).length);
  }
}
