package io.github.ecsusagereport.report.print;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a text is written on.
 *
 * @param isTerminal whether people look at it right now: only then is anything shortened
 * @param width columns; a paragraph is broken there on any paper
 * @param hasColours whether colours are shown
 * @param hasBlocks whether the characters that bars are drawn with are shown
 */
public record Paper(boolean isTerminal, int width, boolean hasColours, boolean hasBlocks) {

  /** By what the environment says of it. */
  public static Paper of(boolean isTerminal, int width, Map<String, String> environment) {
    boolean hasColours = isTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Paper(isTerminal, width, hasColours, isUnicode(environment));
  }

  /**
   * <a
   * href="https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_02">The
   * first that is set</a> names the character set. Where none is set, as in most containers, a
   * terminal of today shows Unicode.
   */
  private static boolean isUnicode(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(value -> value.toUpperCase(Locale.ROOT).matches(".*UTF-?8.*"))
        .orElse(true);
  }
}
