package io.github.ecsusagereport.report.sizing;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.lines.Architecture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Fargate costs, by region and architecture. */
public final class Prices {
  /**
   * Where a region's own prices are not known; the two prices are in nearly the same proportion.
   */
  static final String FALLBACK_REGION = "us-east-1";

  private static final String FILE = "fargate-prices.csv";
  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MIB_PER_GB = 1024;

  private final Map<String, Price> prices = new HashMap<>();

  /** US dollars an hour. */
  record Price(double usdPerVcpuHour, double usdPerGbHour) {
    Price {
      if (!(usdPerVcpuHour >= 0) || !(usdPerGbHour >= 0)) {
        throw new IllegalArgumentException("a price is a number of US dollars, 0 or more");
      }
    }

    Price times(double part) {
      return new Price(usdPerVcpuHour * part, usdPerGbHour * part);
    }

    double usd(double vcpuSeconds, double gbSeconds) {
      return (vcpuSeconds * usdPerVcpuHour + gbSeconds * usdPerGbHour) / SECONDS_PER_HOUR;
    }

    double usdPerSecond(Size size) {
      return usd(size.vcpu(), size.memoryMiB() / MIB_PER_GB);
    }
  }

  /** Those that this program carries. */
  public static Prices known() {
    Prices prices = new Prices();
    prices.add(Table.resource(FILE), FILE);
    return prices;
  }

  /**
   * Adds or replaces prices by those of a file.
   *
   * @throws IllegalArgumentException when that is no such file; the message says why
   */
  public void add(String text, String name) {
    add(AwsPriceList.isOne(text) ? AwsPriceList.rows(text, name) : Table.rows(text, name), name);
  }

  private void add(List<List<String>> rows, String name) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(name + ": no prices");
    }
    for (List<String> row : rows) {
      try {
        double vcpu = Double.parseDouble(row.get(2));
        double gb = Double.parseDouble(row.get(3));
        prices.put(key(row.get(0), Architecture.parse(row.get(1))), new Price(vcpu, gb));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            name
                + ": not region,x86|arm,US dollars a vCPU-hour,US dollars a GB-hour: "
                + String.join(",", row),
            e);
      }
    }
  }

  /** Whether the region's own prices are known. */
  boolean has(String region, Architecture architecture) {
    return prices.containsKey(key(region, architecture));
  }

  Price of(String region, Architecture architecture) {
    return prices.get(key(region, architecture));
  }

  private static String key(String region, Architecture architecture) {
    return region + "/" + architecture;
  }
}
