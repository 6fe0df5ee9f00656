package io.github.ecsusagereport.report.print;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.report.ReportCommand;
import io.github.ecsusagereport.report.Terminal;
import io.github.ecsusagereport.report.lines.SampleLines;
import io.github.ecsusagereport.report.lines.TestLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.json.Json;

/** The page of {@code --format html} in a real browser. */
class HtmlPageIT {
  private static final int DESKTOP = 1280;
  private static final int PHONE = 360;
  private static final String HOSTILE =
      "</script><img src=x onerror=document.title='hurt'>{{script}}<!--<script>${7*7}{a|b}";

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
  void numbers_areThoseOfTheJson() throws IOException {
    Path page = load(SampleLines.text(), DESKTOP);
    String json = report("json", SampleLines.text());

    Object data = browser.run("return document.getElementById('data').textContent");
    assertEquals(json.strip(), withoutRuns(data.toString()), "the same, and runs one by one");
    List<Map<String, Object>> tasks = list(new Json().toType(json, Map.class), "tasks");
    List<String> expected = tasks.stream().map(HtmlPageIT::row).toList();
    assertEquals(expected, browser.texts("#tasks tbody tr:not(.detail)"));
    assertEquals("115", browser.find("#figures dd").getText());
    assertEquals(
        tasks.stream().map(task -> text(task, "text")).toList(),
        browser.run(
            "return [...document.querySelectorAll('.detail p')].map(each => each.textContent)"));
    browser.assertQuiet(page);
  }

  @Test
  void charts_areDrawn_saySomething_andHaveTheirData() throws IOException {
    Path page = load(SampleLines.text(), DESKTOP);

    for (String id : List.of("cost", "runs", "durations", "heat", "cpu", "memory", "launch")) {
      String figure = "#" + id + " ";
      assertTrue(browser.texts(figure + "svg path").size() > 5, id);
      assertEquals(
          id + "-says", browser.find(figure + ".plot").getDomAttribute("aria-describedby"));
      assertTrue(browser.find(figure + "figcaption").getText().endsWith("."), id);
      browser.find(figure + "summary").sendKeys(Keys.ENTER);
      browser.settle();
      assertTrue(browser.texts(figure + "details tbody tr").size() >= 5, id);
    }
    String outliers = browser.find("#memory details").getText();
    Map<String, Object> json = new Json().toType(report("json", SampleLines.text()), Map.class);
    for (Map<String, Object> task : list(json, "tasks")) {
      for (Map<String, Object> run : list(object(task, "memorySpread"), "outlierRuns")) {
        assertTrue(outliers.contains(text(run, "taskId")), outliers);
      }
    }
    browser.assertQuiet(page);
  }

  @Test
  void keyboard_sorts_filters_andOpens() throws IOException {
    Path page = load(SampleLines.text(), DESKTOP);

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
      WebElement focused = browser.driver().switchTo().activeElement();
      order.add(focused.getTagName() + " " + focused.getAccessibleName());
      assertNotEquals("none", focused.getCssValue("outline-style"), order::toString);
    }
    assertEquals(
        List.of(
            "select Theme",
            "input Only tasks with",
            "div Which size",
            "button Task",
            "button Runs"),
        order);
    new Actions(browser.driver()).sendKeys(Keys.ENTER).perform();
    assertEquals("descending", sorted("Runs"));
    assertEquals("sync/batch", names().get(0));
    new Actions(browser.driver()).sendKeys(Keys.SPACE).perform();
    assertEquals("ascending", sorted("Runs"));
    assertEquals("cleanup/batch", names().get(0));
    assertEquals(1, browser.texts("#tasks [aria-sort]").size());

    browser.find("#filter").sendKeys("IMP");
    browser.waitUntil("document.getElementById('shown').textContent");
    assertEquals(
        List.of("import/batch"), names().stream().filter(name -> !name.isEmpty()).toList());
    assertEquals("1 of 6 tasks", browser.find("#shown").getText());
    WebElement task = browser.find("#tasks tbody:not([hidden]) button");
    task.sendKeys(Keys.ENTER);
    assertEquals("true", task.getDomAttribute("aria-expanded"));
    assertTrue(
        browser
            .find("#tasks tbody:not([hidden]) .detail")
            .getText()
            .startsWith("It asks for 2 vCPU"));
    browser.assertQuiet(page);
  }

  @Test
  void dark_isAsTheSystem_orAsChosen() throws IOException {
    Path page = load(SampleLines.text(), DESKTOP);
    String light = colours();

    browser.prefers("dark");
    String dark = colours();
    assertNotEquals(light, dark);
    choose("light");
    assertEquals(light, colours());
    browser.prefers("light");
    choose("dark");
    assertEquals(dark, colours());
    browser.assertQuiet(page);
  }

  @Test
  void hostileNames_areTexts() throws IOException {
    String line = TestLines.report("a").replace("\"import\"", TestLines.quoted(HOSTILE));
    Path page = load(line.replace("\"batch\"", TestLines.quoted("<b>" + HOSTILE)), DESKTOP);

    assertEquals(List.of(HOSTILE + "/<b>" + HOSTILE), names());
    assertEquals("ECS tasks: use, size and cost", browser.driver().getTitle());
    new Actions(browser.driver()).moveToElement(browser.find("#launch .plot")).perform();
    assertTrue(browser.find("#launch .tip").getText().startsWith(HOSTILE));
    assertEquals(List.of(), browser.texts("img"));
    browser.assertQuiet(page);
  }

  @Test
  void phone_doesNotScrollSideways() throws IOException {
    for (String lines : List.of(SampleLines.text(), TestLines.report("a"), "", manyFamilies())) {
      Path page = load(lines, PHONE);
      assertEquals(
          (long) PHONE, browser.run("return document.scrollingElement.scrollWidth"), "pixels");
      browser.assertQuiet(page);
    }
  }

  @Test
  void sixtyFamilies_areAllThere_andEachCanBeChosen() throws IOException {
    Path page = load(manyFamilies(), DESKTOP);

    assertEquals(60, names().size());
    assertEquals("0", browser.find("#memory .tall").getDomAttribute("tabindex"));
    browser.find("#task").sendKeys("family-59");
    assertTrue(browser.find("#runs figcaption").getText().startsWith("Succeeded: 1."));
    browser.assertQuiet(page);
  }

  @Test
  void nothing_isSaidInWords() throws IOException {
    Path page = load("", DESKTOP);

    assertTrue(browser.find("#empty").isDisplayed());
    assertEquals("0", browser.find("#figures dd").getText());
    browser.assertQuiet(page);
  }

  private static String withoutRuns(String data) {
    return data.replaceAll(",\"weighed\":\\[[^]]*\\],\"singleRuns\":\\[.*?}]}", "}");
  }

  private static String manyFamilies() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append(TestLines.report("t" + i).replace("\"import\"", "\"family-" + i + '"'));
      lines.append('\n');
    }
    return lines.toString();
  }

  /** As the table shows it, by the numbers of the JSON and the words of the text report. */
  private static String row(Map<String, Object> task) {
    Map<String, Object> runs = object(task, "runs");
    double saving = number(object(task, "take"), "savingUsdPerMonth");
    double failed =
        Stream.of("failure", "stopped", "unknown", "unfinished")
            .mapToDouble(each -> number(runs, each))
            .sum();
    String take =
        switch (text(task, "verdict")) {
          case "change" -> size(object(task, "take"));
          case "keep" -> "stay";
          default -> "few runs";
        };
    String row =
        String.join(
            " ",
            text(task, "family") + "/" + text(task, "containerName"),
            text(runs, "all"),
            Long.toString(Math.round(failed)),
            text(runs, "outOfMemory"),
            HumanReadable.duration(number(task, "medianDurationMs")),
            HumanReadable.duration(number(task, "p95DurationMs")),
            HumanReadable.duration(number(task, "medianStartDelayMs")),
            HumanReadable.percent(number(task, "cpuUtilization")),
            HumanReadable.percent(number(task, "memoryUtilization")),
            size(object(task, "now")),
            take);
    return text(task, "verdict").equals("change") ? row + " " + HumanReadable.usd(saving) : row;
  }

  private static String size(Map<String, Object> option) {
    return HumanReadable.vcpu(number(option, "cpu") / 1024) + "/" + text(option, "memoryMiB");
  }

  private static String text(Map<String, Object> object, String name) {
    return String.valueOf(object.get(name));
  }

  private static double number(Map<String, Object> object, String name) {
    return object.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> object, String name) {
    return (Map<String, Object>) object.getOrDefault(name, Map.of());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> object, String name) {
    return (List<Map<String, Object>>) object.get(name);
  }

  private static List<String> names() {
    return browser.texts("#tasks tbody button");
  }

  private static String sorted(String heading) {
    return browser
        .run(
            "return [...document.querySelectorAll('#tasks th')]"
                + ".find(each => each.textContent === arguments[0]).ariaSort",
            heading)
        .toString();
  }

  /** Of the page, and of the chart in it. */
  private static void choose(String theme) {
    browser.find("#theme option[value=" + theme + "]").click();
    browser.settle();
  }

  private static String colours() {
    return browser
        .run(
            "return getComputedStyle(document.body).backgroundColor"
                + " + document.querySelector('#launch svg text').getAttribute('fill')")
        .toString();
  }

  private Path load(String lines, int width) throws IOException {
    Path page = folder.resolve("report-" + width + "-" + lines.length() + ".html");
    Files.writeString(page, report("html", lines));
    browser.load(page, width);
    return page;
  }

  private static String report(String format, String lines) {
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
            .execute("--format", format);
    assertEquals(0, exitCode, err.toString(UTF_8));
    return out.toString(UTF_8);
  }
}
