package io.github.ecsusagereport.report.sizing;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.TimeStats;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.Tariff;
import java.util.ArrayList;
import java.util.List;

/** The rules of thumb that need a person to act on them. */
final class RulesOfThumb {
  private static final double ONE_THREAD_FROM_PERCENT = 85;
  private static final double ONE_THREAD_TO_PERCENT = 101;
  private static final double ONE_THREAD_VCPU = 2;
  private static final double SMALLEST_VCPU = 0.25;
  private static final double MUCH_SATURATED = 0.5;
  private static final double HEAP_SIZES_APART = 1.5;
  private static final double HEAP_SHARES_APART = 0.05;
  private static final double HEAP_LEAST_SHARE = 0.2;

  private RulesOfThumb() {}

  static List<Note> of(Workload workload, Size now, PricedSize take, boolean hasPrices) {
    List<Note> notes = new ArrayList<>();
    if (workload.outOfMemoryNeedMiB() > 0) {
      notes.add(Note.OUT_OF_MEMORY);
    }
    if (take != null && workload.isMemoryOfMachine()) {
      notes.add(Note.MEMORY_OF_MACHINE);
    }
    if (take != null && isMemoryKept(workload, take)) {
      notes.add(Note.MEMORY_NOT_LOWERED);
    }
    if (now != null) {
      addCpu(notes, workload.times(now.vcpu()), now, take);
    }
    if (isHeap(workload)) {
      notes.add(Note.HEAP_GROWS_TO_LIMIT);
    }
    if (take != null && !take.size().equals(now) && hasLimitInTheWay(workload, take)) {
      notes.add(Note.OWN_MEMORY_LIMIT);
    }
    if (take != null && !hasPrices) {
      notes.add(Note.OTHER_REGIONS_PRICES);
    }
    if (take != null && workload.billed().keySet().stream().anyMatch(Tariff::isSpot)) {
      notes.add(Note.SPOT_PRICES);
    }
    return notes;
  }

  private static boolean hasLimitInTheWay(Workload workload, PricedSize take) {
    return OwnLimit.beside(workload, take.size()).isPresent();
  }

  /** Whether the same vCPUs come with less memory that would hold the need. */
  private static boolean isMemoryKept(Workload workload, PricedSize take) {
    double need = Sizing.needMiB(workload);
    return workload.memorySuspects() > 0
        && FargateSizes.all().stream()
            .anyMatch(
                size ->
                    size.vcpu() == take.size().vcpu()
                        && size.memoryMiB() < take.size().memoryMiB()
                        && size.memoryMiB() >= need);
  }

  private static void addCpu(List<Note> notes, TimeStats times, Size now, PricedSize take) {
    if (take != null && times.cpuRuns() < Sizing.LEAST_RUNS) {
      if (now.vcpu() > SMALLEST_VCPU) {
        notes.add(Note.CPU_NOT_KNOWN);
      }
      return;
    }
    double percent = times.avgCpuPercent().median();
    if (now.vcpu() >= ONE_THREAD_VCPU
        && percent >= ONE_THREAD_FROM_PERCENT
        && percent <= ONE_THREAD_TO_PERCENT) {
      notes.add(Note.SINGLE_THREADED);
    }
    if (times.saturatedShare().median() >= MUCH_SATURATED) {
      notes.add(Note.CPU_SATURATED);
    }
  }

  /** The same part of its memory in use, however large that is. */
  private static boolean isHeap(Workload workload) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    int smallest = Integer.MAX_VALUE;
    int largest = 0;
    for (var each : workload.maxMemoryBySize().entrySet()) {
      double share = each.getValue() / each.getKey();
      least = Math.min(least, share);
      most = Math.max(most, share);
      smallest = Math.min(smallest, each.getKey());
      largest = Math.max(largest, each.getKey());
    }
    return largest >= HEAP_SIZES_APART * smallest
        && least >= HEAP_LEAST_SHARE
        && most - least <= HEAP_SHARES_APART;
  }
}
