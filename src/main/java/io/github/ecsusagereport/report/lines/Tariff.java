package io.github.ecsusagereport.report.lines;

/** Which of a region's prices a run on Fargate is billed by. */
public enum Tariff {
  X86(Architecture.X86, false),
  ARM(Architecture.ARM, false),
  X86_SPOT(Architecture.X86, true),
  ARM_SPOT(Architecture.ARM, true);

  private static final String FARGATE = "FARGATE";
  private static final String FARGATE_SPOT = "FARGATE_SPOT";

  private final Architecture architecture;
  private final boolean isSpot;

  Tariff(Architecture architecture, boolean isSpot) {
    this.architecture = architecture;
    this.isSpot = isSpot;
  }

  /**
   * That of a run, by what its line says in ECS's words; what it does not say (null) is Fargate, on
   * demand, x86. Null for a run elsewhere, which has no price of its own.
   */
  static Tariff of(String launchType, String capacityProvider, String cpuArchitecture) {
    boolean isSpot = FARGATE_SPOT.equals(launchType) || FARGATE_SPOT.equals(capacityProvider);
    if (launchType != null && !isSpot && !launchType.equals(FARGATE)) {
      return null;
    }
    boolean isArm = "ARM64".equals(cpuArchitecture);
    return isSpot ? (isArm ? ARM_SPOT : X86_SPOT) : isArm ? ARM : X86;
  }

  public Architecture architecture() {
    return architecture;
  }

  public boolean isSpot() {
    return isSpot;
  }
}
