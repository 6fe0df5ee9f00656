package io.github.ecsusagereport.report.print;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");
  private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");

  @Test
  void policy_allowsTheseScriptsAndStylesAlone() throws Exception {
    String page = HtmlReport.of("{}");
    List<String> scripts = SCRIPT.matcher(page).results().map(match -> match.group(1)).toList();
    String style =
        STYLE.matcher(page).results().map(match -> match.group(1)).findFirst().orElse("");

    assertEquals(2, scripts.size());
    String policy =
        "default-src 'none'; style-src %s; script-src %s %s; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), hash(scripts.get(0)), hash(scripts.get(1)));
    assertTrue(
        page.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">"));
  }

  private static String hash(String text) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }

  @Test
  void names_cannotEndTheirScript_orFillASlot() {
    String page = HtmlReport.of("{\"family\":\"</script><!--{{style}}$1\\u003c\"}\n");

    assertTrue(
        page.contains(
            "id=\"data\">{\"family\":\"\\u003c/script>\\u003c!--{{style}}$1\\u003c\"}</script>"));
  }

  @Test
  void page_hasNoSlotLeft_andTheNoticesOfTheLibrary() {
    String page = HtmlReport.of("{}");

    assertFalse(page.contains("{{"), "a slot");
    assertTrue(page.contains("Copyright 2017-2025 The Apache Software Foundation"));
    assertTrue(page.contains("Mike Bostock"));
    assertTrue(page.contains("Baidu"));
  }

  /** The policy would stop them, and the page would lack what they load or do. */
  @Test
  void page_loadsNothing_andHasNoHandlersInItsMarkup() {
    String markup = SCRIPT.matcher(HtmlReport.of("{}")).replaceAll("");
    List<String> loads =
        Pattern.compile("(?i)\\b(src|href|style|on\\w+)=|url\\(|@import")
            .matcher(markup)
            .results()
            .map(MatchResult::group)
            .toList();

    assertEquals(List.of(), loads);
  }
}
