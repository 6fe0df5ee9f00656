package io.github.ecsusagereport.report.sizing;

/**
 * The next smaller size than one that is kept, and why it is not taken.
 *
 * @param option the size, with what a run would take and cost there
 * @param reason why not
 */
public record NextSmaller(PricedSize option, Reason reason) {
  /** Why a size is not taken. */
  public enum Reason {
    /** It does not hold what the task needs. */
    NEEDS_MEMORY("needsMemory"),
    /** It would hold it, but a run may have failed for lack of memory. */
    MAY_LACK_MEMORY("mayLackMemory"),
    /** Too few runs say how long they would take. */
    CPU_NOT_KNOWN("cpuNotKnown"),
    /** A run would take longer than it may. */
    SLOWER("slower"),
    /** A run would take so much longer that it costs no less. */
    NOT_CHEAPER("notCheaper");

    private final String jsonName;

    Reason(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }
}
