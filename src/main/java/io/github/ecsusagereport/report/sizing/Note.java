package io.github.ecsusagereport.report.sizing;

/** What else is to be said about an advice. */
public enum Note {
  OUT_OF_MEMORY("outOfMemory"),
  MEMORY_OF_MACHINE("memoryOfMachine"),
  MEMORY_NOT_LOWERED("memoryNotLowered"),
  CPU_NOT_KNOWN("cpuNotKnown"),
  SINGLE_THREADED("singleThreaded"),
  CPU_SATURATED("cpuSaturated"),
  HEAP_GROWS_TO_LIMIT("heapGrowsToLimit"),
  OWN_MEMORY_LIMIT("ownMemoryLimit"),
  OTHER_REGIONS_PRICES("otherRegionsPrices"),
  SPOT_PRICES("spotPrices");

  private final String jsonName;

  Note(String jsonName) {
    this.jsonName = jsonName;
  }

  public String jsonName() {
    return jsonName;
  }
}
