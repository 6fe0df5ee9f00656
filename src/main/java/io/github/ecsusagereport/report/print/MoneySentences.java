package io.github.ecsusagereport.report.print;

import static io.github.ecsusagereport.report.print.HumanReadable.format;
import static io.github.ecsusagereport.report.print.HumanReadable.mib;
import static io.github.ecsusagereport.report.print.HumanReadable.usdOfARun;
import static io.github.ecsusagereport.report.print.HumanReadable.vcpu;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.NextSmaller;
import io.github.ecsusagereport.report.sizing.PricedSize;
import java.util.ArrayList;
import java.util.List;

/** What an advice says of money, in plain words. */
final class MoneySentences {
  private static final double A_CENT = 0.01;

  private MoneySentences() {}

  /** What failures cost, and what ARM would. */
  static List<String> of(Advice advice) {
    List<String> sentences = new ArrayList<>();
    if (advice.spending().onFailuresUsd() >= A_CENT) {
      sentences.add(
          format(
              "All these runs cost %s, those that did not succeed %s of that.",
              HumanReadable.usd(advice.spending().usd()),
              HumanReadable.usd(advice.spending().onFailuresUsd())));
    }
    if (Double.isFinite(advice.onArmUsd())) {
      sentences.add(
          format(
              "On ARM a run would cost %s, if it takes as long there.",
              usdOfARun(advice.onArmUsd())));
    }
    return sentences;
  }

  /** What the next smaller size than one that is kept would have done, and why it is not taken. */
  static String smaller(Advice advice) {
    if (advice.nextSmaller().isEmpty()) {
      return "Fargate has no smaller size that it could take.";
    }
    NextSmaller smaller = advice.nextSmaller().get();
    PricedSize option = smaller.option();
    Size size = option.size();
    return format(
        switch (smaller.reason()) {
          case NEEDS_MEMORY -> "It stays: %s would not hold the %s that it needs with headroom.";
          case MAY_LACK_MEMORY ->
              "It stays: %s would hold the %s that it needs with headroom, but a run may have failed"
                  + " for lack of memory.";
          case CPU_NOT_KNOWN -> "It stays: how long a run would take with %s is not known.";
          case SLOWER -> "It stays: with %s a run would take %s.";
          case NOT_CHEAPER -> "It stays: with %s a run would take %s, which is no cheaper.";
        },
        format("%s vCPU and %d MiB", vcpu(size.vcpu()), size.memoryMiB()),
        switch (smaller.reason()) {
          case NEEDS_MEMORY, MAY_LACK_MEMORY -> mib(advice.needMiB());
          case CPU_NOT_KNOWN -> "";
          case SLOWER, NOT_CHEAPER -> timeAndCost(advice.now(), option);
        });
  }

  private static String timeAndCost(PricedSize now, PricedSize option) {
    return format(
        "about %s instead of %s, and cost %s instead of %s",
        HumanReadable.duration(option.durationMs()),
        HumanReadable.duration(now.durationMs()),
        usdOfARun(option.usd()),
        usdOfARun(now.usd()));
  }

  /** With what to do about it. */
  static String otherRegion(Advice advice) {
    String region = HumanReadable.printable(advice.unpricedRegion());
    return format(
        "The prices are those of %s, since those of %s are not known: aws pricing get-products"
            + " --region us-east-1 --service-code AmazonECS --filters"
            + " Type=TERM_MATCH,Field=regionCode,Value=%s > prices.json, then --prices"
            + " prices.json.",
        advice.region(), region, region);
  }
}
