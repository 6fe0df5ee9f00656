package io.github.ecsusagereport.local;

import java.io.IOException;
import java.util.Arrays;

/** A program that holds so many MiB until its standard input ends. */
final class MemoryHolder {
  private MemoryHolder() {}

  public static void main(String[] args) throws IOException {
    byte[] held = new byte[Integer.parseInt(args[0]) << 20];
    Arrays.fill(held, (byte) 1);
    System.out.print('r');
    System.out.flush();
    while (System.in.read() >= 0) {
      // until the end
    }
    System.out.print(held.length);
  }
}
