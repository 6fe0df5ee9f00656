package io.github.ecsusagereport.report.print;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The report as one page that loads nothing: what {@code --format json} prints, and the styles and
 * scripts that draw it.
 */
public final class HtmlReport {
  private static final String FOLDER = "html/";
  private static final String LIBRARY = "echarts/echarts.min.js";

  /** Later ones use what earlier ones define. */
  private static final List<String> SCRIPTS =
      List.of(
          "format.js",
          "dom.js",
          "chart.js",
          "time.js",
          "heat.js",
          "task.js",
          "one.js",
          "table.js",
          "page.js");

  private static final List<String> LICENCES =
      List.of("echarts/NOTICE", "echarts/licenses/LICENSE-d3", "zrender/LICENSE");

  private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

  private HtmlReport() {}

  /** The sidecar's image goes without the library. */
  public static boolean isPossible() {
    return HtmlReport.class.getResource(FOLDER + LIBRARY) != null;
  }

  /**
   * The page.
   *
   * @param json the report as {@link JsonReport} writes it
   */
  public static String of(String json) {
    String style = resource("page.css");
    String library = licences() + resource(LIBRARY);
    String script = SCRIPTS.stream().map(HtmlReport::resource).collect(Collectors.joining("\n"));
    Map<String, String> slots =
        Map.of(
            "policy", policy(style, library, script),
            "style", style,
            // Within a script element only "<" could end it; in JSON it stands in texts alone.
            "data", json.strip().replace("<", "\\u003c"),
            "library", library,
            "script", script);
    return fill(resource("page.html"), slots);
  }

  private static String fill(String template, Map<String, String> slots) {
    StringBuilder page = new StringBuilder();
    int from = 0;
    Matcher slot = SLOT.matcher(template);
    while (slot.find()) {
      page.append(template, from, slot.start()).append(slots.get(slot.group(1)));
      from = slot.end();
    }
    return page.append(template, from, template.length()).toString();
  }

  /** These styles, these scripts, and nothing else, from nowhere. */
  private static String policy(String style, String library, String script) {
    return "default-src 'none'; style-src %s; script-src %s %s; base-uri 'none'; form-action 'none'"
        .formatted(hash(style), hash(library), hash(script));
  }

  /** <a href="https://www.w3.org/TR/CSP3/#grammardef-hash-source">A hash source</a>. */
  private static String hash(String content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** The page is a copy of the library: its notices go with it. */
  private static String licences() {
    return LICENCES.stream()
        .map(HtmlReport::resource)
        .collect(Collectors.joining("\n\n", "/*!\n", "\n*/\n"));
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(FOLDER + name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
