package io.github.ecsusagereport.report.print;

import java.util.List;

/** Lines of text: paragraphs that are broken at the width of the paper, and grids that are not. */
final class TextPage {
  private static final int LEAST_WIDTH = 40;
  private static final String GAP = "  ";

  private final StringBuilder text = new StringBuilder();
  private final int width;

  TextPage(int width) {
    this.width = Math.max(LEAST_WIDTH, width);
  }

  void line(String line) {
    text.append(line).append('\n');
  }

  void wrap(String paragraph, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : paragraph.split(" ", -1)) {
      if (line.length() > indent.length() && line.length() + 1 + word.length() > width) {
        line(line.toString());
        line.setLength(indent.length());
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    line(line.toString());
  }

  /**
   * Rows of as many cells as the first.
   *
   * @param onTheLeft so many columns, and the last, are texts; those between are numbers
   */
  void grid(List<List<String>> rows, int onTheLeft, String indent) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      widths[i] = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < columns; i++) {
        String blanks = " ".repeat(widths[i] - row.get(i).length());
        boolean isText = i < onTheLeft || i == columns - 1;
        line.append(i == 0 ? "" : GAP);
        line.append(isText ? row.get(i) + blanks : blanks + row.get(i));
      }
      line(line.toString().stripTrailing());
    }
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
