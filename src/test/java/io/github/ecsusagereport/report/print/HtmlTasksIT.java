package io.github.ecsusagereport.report.print;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.report.ReportCommand;
import io.github.ecsusagereport.report.Terminal;
import io.github.ecsusagereport.report.lines.SampleLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in a real browser: many tasks, and one of them by itself. */
class HtmlTasksIT {
  private static final int DESKTOP = 1280;

  /** Texts of charts that are not whole within them. */
  private static final String CLIPPED =
      """
      return [...document.querySelectorAll('svg')].flatMap(svg => {
        const all = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter(text => {
          const one = text.getBoundingClientRect();
          return one.left < all.left - 1 || one.right > all.right + 1 || one.top < all.top - 1
              || one.bottom > all.bottom + 1 || text.textContent.includes('…');
        }).map(text => text.textContent);
      })""";

  private static Browser browser;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void twoHundredTasks_haveAllColumns_wholeLabels_andWhatSavesMostFirst() throws IOException {
    Path page = load(manyTasks(200));

    assertEquals(200, browser.texts("#tasks tbody tr:not(.detail)").size());
    assertEquals("import-0-of-everything-that-is-there/batch", browser.find("tbody th").getText());
    assertEquals("descending", browser.find("#tasks th:last-child").getDomAttribute("aria-sort"));
    assertEquals(
        0L,
        browser.run(
            "const box = document.getElementById('tasks').parentElement;"
                + "return box.scrollWidth - box.clientWidth"),
        "pixels of columns out of sight");
    assertEquals(List.of(), browser.run(CLIPPED));
    browser.assertQuiet(page);
  }

  @Test
  void filter_drawsOnce_howeverManyKeysAreHit() throws IOException {
    Path page = load(SampleLines.text());

    browser.run(
        """
        window.drawn = [];
        new MutationObserver(() => window.drawn.push(document.getElementById('shown').textContent))
            .observe(document.getElementById('shown'), {childList: true})""");
    browser.find("#filter").sendKeys("import/");
    browser.waitUntil("window.drawn.length");
    browser.settle();
    assertEquals(List.of("1 of 6 tasks"), browser.run("return window.drawn"));
    browser.assertQuiet(page);
  }

  @Test
  void lastPeriod_isHatched_whereItIsNotOver() throws IOException {
    Path page = load(SampleLines.text());

    for (String id : List.of("runs", "durations", "heat")) {
      String says = browser.find("#" + id + " figcaption").getText();
      assertTrue(
          says.contains("The last one is not over yet: the newest line is of 18 Jan 2026, 21:18."),
          says);
      assertTrue(browser.find("#" + id + " .legend").getText().endsWith("Not over yet"), id);
    }
    assertEquals(1, browser.texts("#runs svg pattern").size());
    browser.find("#runs summary").sendKeys(Keys.ENTER);
    browser.settle();
    assertEquals(
        "18 Jan 2026, 21:00 (not over yet) 1 0 0",
        browser.find("#runs tbody tr:last-child").getText());
    browser.assertQuiet(page);
  }

  @Test
  void task_isShownByItself_withTheCurvesOfItsRuns_andItsSize() throws IOException {
    Path page = load(SampleLines.text());

    browser.run("[...document.querySelectorAll('#tasks button')].at(-1).scrollIntoView()");
    browser.find("#tasks button[title='invoices/batch']").sendKeys(Keys.ENTER);
    browser.find("#tasks .detail:not([hidden]) a").sendKeys(Keys.ENTER);
    browser.waitUntil("document.querySelector('#one-cpu svg')");

    assertEquals("invoices/batch", browser.find("#one-title").getText());
    assertEquals("invoices/batch", browser.driver().switchTo().activeElement().getText());
    assertEquals(
        "The last runs\nFailed\nThe most memory\nThe size",
        browser.find("#one-memory .legend").getText());
    assertTrue(browser.texts("#one-memory svg text").contains("1024 MiB"));
    assertTrue(browser.texts("#one-cpu svg text").contains("0.5 vCPU"));
    browser.find("#one-memory summary").sendKeys(Keys.ENTER);
    browser.settle();
    assertEquals(6, browser.texts("#one-memory tbody tr").size(), "five, and the largest");
    assertEquals(6, browser.texts("#one-last tbody tr").size());
    assertTrue(
        browser.find("#one-sizes").getText().contains("0.5/1024 1m40s 1.00 $0.000791 today"));
    assertEquals(List.of(), browser.run(CLIPPED));
    assertEquals(false, browser.find("#content").isDisplayed());

    browser.find("#one a").sendKeys(Keys.ENTER);
    browser.waitUntil("document.getElementById('one').hidden");
    assertEquals(true, browser.find("#content").isDisplayed());
    browser.assertQuiet(page);
  }

  /** The samples' import as so many families; each runs a little shorter than the one before. */
  private static String manyTasks(int count) {
    List<String> runs =
        SampleLines.text().lines().filter(line -> line.contains("\"family\":\"import\"")).toList();
    return IntStream.range(0, count)
        .boxed()
        .flatMap(
            task ->
                runs.stream()
                    .limit(task == 0 ? runs.size() : 3)
                    .map(
                        line ->
                            line.replace(
                                    "\"family\":\"import\"",
                                    "\"family\":\"import-"
                                        + task
                                        + "-of-everything-that-is-there\"")
                                .replace(":task/nightly/", ":task/nightly/" + task)))
        .collect(joining("\n"));
  }

  private Path load(String lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        ReportCommand.commandLine(
                Map.of(),
                new ByteArrayInputStream(lines.getBytes(UTF_8)),
                out,
                new PrintStream(err, true, UTF_8),
                () -> Terminal.NONE,
                Clock.systemUTC())
            .execute("--format", "html");
    assertEquals(0, exitCode, err.toString(UTF_8));
    Path page = folder.resolve("report.html");
    Files.write(page, out.toByteArray());
    browser.load(page, DESKTOP);
    return page;
  }
}
