package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static io.github.ecsusagereport.usage.Samples.at;
import static io.github.ecsusagereport.usage.Samples.sample;

import io.github.ecsusagereport.summary.MachineSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/**
 * A batch and a sidecar on a machine of their own, with an endpoint that moves every 10 s, for each
 * container at another moment, polled each second; and the machine read every 100 ms, its CPU time
 * in ticks of 10 ms. Seconds are since the start of the batch.
 */
final class MachineLife {
  private static final double SIDECAR_MIB = 12;
  private static final double SIDECAR_CORES = 0.004;
  private static final double STEP = 0.1;
  private static final double PERIOD = 10;

  final TaskUsage usage = new TaskUsage(new Limits(2, 1024), Double.NaN, false);
  final MachineUsage machine = new MachineUsage(2);

  private DoubleUnaryOperator batchCores = second -> 0;
  private DoubleUnaryOperator batchMiB = second -> 50;
  private DoubleUnaryOperator otherCores = second -> 0.02;
  private DoubleUnaryOperator otherMiB = second -> 120;
  private double sidecarStart = 0.3;
  private double batchPhase = 8;
  private double sidecarPhase = 2;
  private double readUntil = Double.MAX_VALUE;
  private double helperEnd = Double.NaN;
  private final Set<Double> checkpoints = new TreeSet<>();

  /** What the lines on the way said. */
  final List<MachineSummary> said = new ArrayList<>();

  /** Processors that the batch uses at each second. */
  MachineLife batchCores(DoubleUnaryOperator cores) {
    batchCores = cores;
    return this;
  }

  MachineLife batchMiB(DoubleUnaryOperator mib) {
    batchMiB = mib;
    return this;
  }

  /** Of what is not the containers'. */
  MachineLife otherCores(DoubleUnaryOperator cores) {
    otherCores = cores;
    return this;
  }

  MachineLife otherMiB(DoubleUnaryOperator mib) {
    otherMiB = mib;
    return this;
  }

  MachineLife sidecarStart(double second) {
    sidecarStart = second;
    return this;
  }

  /** When the endpoint reads each container first; every 10 s from then on. */
  MachineLife phases(double ofBatch, double ofSidecar) {
    batchPhase = ofBatch;
    sidecarPhase = ofSidecar;
    return this;
  }

  /** The endpoint's readings stand still from then on. */
  MachineLife readUntil(double second) {
    readUntil = second;
    return this;
  }

  /** One processor for another container, which begins with the batch and is never read. */
  MachineLife helperUntil(double second) {
    helperEnd = second;
    return this;
  }

  /** A line on the way. */
  MachineLife checkpoint(double second) {
    checkpoints.add(second);
    return this;
  }

  /** Lives it to the end of the batch. */
  MachineSummary run(double end) {
    double first = sidecarStart + 0.1;
    double poll = first;
    usage.holdAgainst(machine);
    for (double now = first; now < end + 1; now += STEP) {
      machine.add(at(now), ticks(now, end), Math.round(machineMiB(now, end) * (1 << 20)));
      if (now >= poll) {
        poll(now, end);
        poll += 1;
      }
      double checked = now;
      if (checkpoints.removeIf(second -> second <= checked)) {
        said.add(machine.summary(at(now), 0, UNKNOWN, UNKNOWN));
      }
    }
    return machine.summary(at(end), 0, UNKNOWN, UNKNOWN);
  }

  private void poll(double now, double end) {
    boolean hasStarted = now >= 0;
    if (hasStarted) {
      Samples.describe(usage, "batch", UNKNOWN, at(0), true, now < end);
      usage.container("batch").state(now < end, now < end ? UNKNOWN : at(end));
    }
    if (helperEnd > 0 && hasStarted) {
      Samples.describe(usage, "helper", UNKNOWN, at(0), false, now < helperEnd);
      usage.container("helper").state(now < helperEnd, now < helperEnd ? UNKNOWN : at(helperEnd));
    }
    Samples.describe(usage, "sidecar", UNKNOWN, at(sidecarStart), false, true);
    double read = Math.min(now, readUntil);
    read("batch", lastReading(read, batchPhase), 0, end, now);
    read("sidecar", lastReading(read, sidecarPhase), sidecarStart, Double.MAX_VALUE, now);
    usage.endPoll();
    if (hasStarted && !machine.hasBegun()) {
      double ownSeconds = SIDECAR_CORES * (now - sidecarStart);
      machine.begin(at(0), Math.round(SIDECAR_MIB * (1 << 20)), Math.round(1e9 * ownSeconds));
    }
  }

  private void read(String name, double second, double start, double end, double now) {
    if (second <= start || now > end) {
      return;
    }
    boolean isBatch = name.equals("batch");
    double millis = 1000 * (isBatch ? cpuSeconds(second) : SIDECAR_CORES * (second - start));
    double mib = isBatch ? batchMiB.applyAsDouble(second) : SIDECAR_MIB;
    usage.add(name, sample(second, millis, mib), at(second));
  }

  /** The newest that there is, if there is one. */
  private static double lastReading(double now, double phase) {
    return now < phase ? UNKNOWN : phase + PERIOD * Math.floor((now - phase) / PERIOD);
  }

  private long ticks(double now, double end) {
    double seconds =
        cpuSeconds(Math.min(now, end))
            + helperSeconds(now)
            + SIDECAR_CORES * Math.max(0, now - sidecarStart)
            + integral(otherCores, -5, now)
            + 50;
    return Math.round(seconds * 100) * 10_000_000;
  }

  private double machineMiB(double now, double end) {
    boolean isThere = now >= 0 && now < end;
    return otherMiB.applyAsDouble(now) + SIDECAR_MIB + (isThere ? batchMiB.applyAsDouble(now) : 0);
  }

  /** CPU time of the batch, in seconds. */
  double cpuSeconds(double until) {
    return integral(batchCores, 0, until);
  }

  private double helperSeconds(double now) {
    return helperEnd > 0 ? Math.max(0, Math.min(now, helperEnd)) : 0;
  }

  /** Of all containers. */
  double taskCpuSeconds(double end) {
    return cpuSeconds(end) + helperSeconds(end) + SIDECAR_CORES * (end - sidecarStart);
  }

  private static double integral(DoubleUnaryOperator cores, double from, double to) {
    double sum = 0;
    double width = 0.01;
    for (long i = Math.round(from / width); i < Math.round(to / width); i++) {
      sum += width * cores.applyAsDouble((i + 0.5) * width);
    }
    return sum;
  }
}
