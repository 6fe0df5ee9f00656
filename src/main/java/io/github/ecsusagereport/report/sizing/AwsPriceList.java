package io.github.ecsusagereport.report.sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What {@code aws pricing get-products --service-code AmazonECS} prints, once or several times: <a
 * href="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html#API_pricing_GetProducts_ResponseSyntax">a
 * list of products</a>, each a JSON text within the JSON. Those of Fargate for Linux are taken, by
 * their usage type; all else is passed over.
 */
final class AwsPriceList {
  /** {@code EUW1-Fargate-ARM-vCPU-Hours:perCPU}: neither Windows nor storage. */
  private static final Pattern USAGE_TYPE =
      Pattern.compile("(?:\\w+-)?Fargate-(ARM-)?(vCPU-Hours:perCPU|GB-Hours)");

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String[]> prices = new TreeMap<>();

  private AwsPriceList() {}

  /** Whether a file may be one. */
  static boolean isOne(String text) {
    return text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
  }

  /**
   * Rows as {@link Table} has them.
   *
   * @throws IllegalArgumentException when it is not such a list; the message says why
   */
  static List<List<String>> rows(String text, String name) {
    AwsPriceList list = new AwsPriceList();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      list.documents(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(name + ": broken JSON", e);
    }
    List<List<String>> rows = new ArrayList<>();
    list.prices.forEach(
        (place, both) -> {
          if (both[0] != null && both[1] != null) {
            String[] regionAndArchitecture = place.split("/", 2);
            rows.add(List.of(regionAndArchitecture[0], regionAndArchitecture[1], both[0], both[1]));
          }
        });
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          name
              + ": no prices of Fargate, which aws pricing get-products --service-code AmazonECS has");
    }
    return rows;
  }

  private void documents(JsonParser json) {
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token == JsonToken.VALUE_STRING && json.streamReadContext().inArray()) {
        try (JsonParser inner = JSON.createParser(ObjectReadContext.empty(), json.getString())) {
          if (inner.nextToken() == JsonToken.START_OBJECT) {
            product(inner);
          }
        }
      } else if (token == JsonToken.START_OBJECT
          && json.streamReadContext().getParent().inArray()) {
        product(json);
      }
    }
  }

  /** The parser stands at its beginning, and then at its end. */
  private void product(JsonParser json) {
    String usageType = "";
    String region = null;
    String usd = null;
    boolean isOnDemand = false;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      String name = json.currentName();
      if (token == JsonToken.PROPERTY_NAME && json.streamReadContext().getParent() != null) {
        isOnDemand = name.equals("OnDemand") || (isOnDemand && !name.equals("Reserved"));
      } else if (token == JsonToken.VALUE_STRING) {
        usageType = name.equals("usagetype") ? json.getString() : usageType;
        region = name.equals("regionCode") ? json.getString() : region;
        usd = name.equals("USD") && isOnDemand ? json.getString() : usd;
      }
    }
    add(usageType, region, usd);
  }

  private void add(String usageType, String region, String usd) {
    Matcher fargate = USAGE_TYPE.matcher(usageType);
    if (region != null && usd != null && fargate.matches()) {
      String place = region + (fargate.group(1) == null ? "/x86" : "/arm");
      boolean isMemory = fargate.group(2).startsWith("GB");
      prices.computeIfAbsent(place, key -> new String[2])[isMemory ? 1 : 0] = usd;
    }
  }
}
