package io.github.ecsusagereport.report.fleet;

/**
 * A set of hashes, 11 to 21 bytes each. That two of a million are the same has a chance of 1 in
 * 10^7.
 */
final class LongHashSet {
  private static final int FIRST_SIZE = 1 << 10;

  private long[] slots = new long[FIRST_SIZE];
  private int size;
  private boolean hasZero;

  boolean contains(long value) {
    return value == 0 ? hasZero : slots[slot(slots, value)] == value;
  }

  /** False when it was there already. */
  boolean add(long value) {
    if (value == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
      return isNew;
    }
    int slot = slot(slots, value);
    if (slots[slot] == value) {
      return false;
    }
    slots[slot] = value;
    size++;
    if (size > slots.length - slots.length / 4) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long value : slots) {
      if (value != 0) {
        larger[slot(larger, value)] = value;
      }
    }
    slots = larger;
  }

  private static int slot(long[] slots, long value) {
    int slot = (int) value & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
