package io.github.ecsusagereport.report.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a screen. */
final class Browser implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("\"Network.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"([^\"]*)\"");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Where there is none the tests are skipped, and say why. */
  static Browser open() {
    Optional<Path> binary = executable("chromium", "google-chrome", "chrome");
    Optional<Path> service = executable("chromedriver");
    if (binary.isEmpty() || service.isEmpty()) {
      String why = "needs chromium and chromedriver: apt-get install chromium chromium-driver";
      System.err.println("SKIPPED, the page in a browser: " + why);
      return abort(why);
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(binary.get().toFile());
    // The sandbox needs rights that a container does not give; the page is our own.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.addArguments("--window-size=1280,1000");
    options.setCapability("goog:loggingPrefs", logs);
    System.setProperty("webdriver.chrome.driver", service.get().toString());
    return new Browser(new ChromeDriver(options));
  }

  private static Optional<Path> executable(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Loads a page as a narrow or wide screen would, in the light theme. */
  void load(Path page, int width) {
    cdp("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme("light"))));
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    logs();
    driver.get(page.toUri().toString());
  }

  /**
   * Returns when the page has been told. A query matches some frames before the page hears of it,
   * so it is the event that is waited for: the page has listened for longer, and hears it first.
   *
   * @param scheme not the one that is on
   */
  void prefers(String scheme) {
    run(
        """
        const media = matchMedia(`(prefers-color-scheme: ${arguments[0]})`);
        window.told = new Promise(done => media.addEventListener('change', done, {once: true}))""",
        scheme);
    cdp("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme(scheme))));
    run("return window.told.then(() => null)");
    settle();
  }

  private static Map<String, Object> scheme(String value) {
    return Map.of("name", "prefers-color-scheme", "value", value);
  }

  Map<String, Object> cdp(String command, Map<String, Object> parameters) {
    return driver.executeCdpCommand(command, parameters);
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits for what the browser does a moment later, such as the event that something opened. */
  void settle() {
    run("return new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
  }

  /** Waits for what the page does some time later. */
  void waitUntil(String condition) {
    run(
        """
        return new Promise(done => {
          const look = () => (%s) ? done() : setTimeout(look, 20);
          look();
        })"""
            .formatted(condition));
  }

  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Since the page was loaded: nothing on the console, and nothing asked for but the page. */
  void assertQuiet(Path page) {
    List<String> console =
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
            .map(LogEntry::getMessage)
            .toList();
    assertEquals(List.of(), console);
    assertEquals(List.of(page.toUri().toString()), logs());
  }

  /** What was asked for since the last time. */
  private List<String> logs() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(LogEntry::getMessage)
        .flatMap(message -> REQUEST.matcher(message).results())
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
