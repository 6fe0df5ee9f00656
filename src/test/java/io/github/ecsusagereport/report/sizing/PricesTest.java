package io.github.ecsusagereport.report.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.report.lines.Architecture;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PricesTest {
  private final Prices prices = Prices.known();

  @Test
  void priceList_ofTheAwsCommand_isRead() {
    prices.add(
        priceList(
            product("XX1-Fargate-vCPU-Hours:perCPU", "xx-west-1", "0.0500000000"),
            product("XX1-Fargate-GB-Hours", "xx-west-1", "0.0060000000"),
            product("XX1-Fargate-ARM-vCPU-Hours:perCPU", "xx-west-1", "0.0400000000"),
            product("XX1-Fargate-ARM-GB-Hours", "xx-west-1", "0.0048000000"),
            product("XX1-Fargate-Windows-vCPU-Hours:perCPU", "xx-west-1", "9"),
            product("XX1-Fargate-EphemeralStorage-GB-Hours", "xx-west-1", "9"),
            product("XX1-ECS-Anywhere-Instance-hours", "xx-west-1", "9")),
        "prices.json");

    assertEquals(new Prices.Price(0.05, 0.006), prices.of("xx-west-1", Architecture.X86));
    assertEquals(new Prices.Price(0.04, 0.0048), prices.of("xx-west-1", Architecture.ARM));
  }

  @Test
  void priceLists_canFollowEachOther_andReplaceWhatIsKnown() {
    prices.add(
        priceList(
                product("Fargate-vCPU-Hours:perCPU", "us-east-1", "1"),
                product("Fargate-GB-Hours", "us-east-1", "2"))
            + "\n"
            + priceList(product("YY1-Fargate-vCPU-Hours:perCPU", "yy-east-1", "3")),
        "prices.json");

    assertEquals(new Prices.Price(1, 2), prices.of("us-east-1", Architecture.X86));
    assertFalse(prices.has("yy-east-1", Architecture.X86), "half a price is none");
  }

  @Test
  void priceList_asObjects_isRead() {
    String text =
        "{\"PriceList\":["
            + product("ZZ1-Fargate-vCPU-Hours:perCPU", "zz-east-1", "3")
            + ","
            + product("ZZ1-Fargate-GB-Hours", "zz-east-1", "4")
            + "]}";
    prices.add(text, "prices.json");

    assertEquals(new Prices.Price(3, 4), prices.of("zz-east-1", Architecture.X86));
  }

  @Test
  void priceList_withoutFargate_orBroken_isRefused() {
    assertRefused("prices.json: broken JSON", "{\"PriceList\":[");
    assertRefused("prices.json: broken JSON", "{\"PriceList\":[\"{\"]}");
    assertRefused(
        "prices.json: no prices of Fargate, which aws pricing get-products --service-code AmazonECS"
            + " has",
        priceList(product("USE1-ECS-Anywhere-Instance-hours", "us-east-1", "1")));
  }

  @Test
  void regions_standThereOnce_withPricesInProportion() {
    List<List<String>> rows = Table.resource("fargate-prices.csv");

    assertEquals(rows.size(), rows.stream().map(row -> row.subList(0, 2)).distinct().count());
    for (List<String> row : rows) {
      Prices.Price price = prices.of(row.get(0), Architecture.parse(row.get(1)));
      double gbsOfAVcpu = price.usdPerVcpuHour() / price.usdPerGbHour();
      assertTrue(gbsOfAVcpu > 8.8 && gbsOfAVcpu < 9.5, row.toString());
    }
  }

  private void assertRefused(String sentence, String text) {
    assertEquals(
        sentence,
        assertThrows(IllegalArgumentException.class, () -> prices.add(text, "prices.json"))
            .getMessage());
  }

  private static String priceList(String... products) {
    return Stream.of(products)
        .map(product -> '"' + product.replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{\"PriceList\": [", "], \"FormatVersion\": \"aws_v1\"}"));
  }

  private static String product(String usageType, String region, String usd) {
    return """
        {'product':{'productFamily':'Compute','attributes':{'regionCode':'%s','usagetype':'%s',\
        'servicecode':'AmazonECS'},'sku':'ABC'},'serviceCode':'AmazonECS','terms':{'OnDemand':\
        {'ABC.JRTCKXETXF':{'priceDimensions':{'ABC.JRTCKXETXF.6YS6EN2CT7':{'unit':'hours',\
        'pricePerUnit':{'USD':'%s'}}},'sku':'ABC'}}},'version':'1','publicationDate':'2026'}"""
        .formatted(region, usageType, usd)
        .replace('\'', '"');
  }
}
