package io.github.ecsusagereport.taskdefinition;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The sidecar's image has neither trees of JSON nor diffs, and the other commands must not care.
 */
class WithoutTreesTest {
  @Test
  void commandLine_isMadeWithoutThem() throws Exception {
    try (URLClassLoader image = image()) {
      assertThrows(
          ClassNotFoundException.class, () -> image.loadClass("tools.jackson.databind.JsonNode"));
      image
          .loadClass(TaskDefinitionCommand.class.getName())
          .getMethod("commandLine", InputStream.class, OutputStream.class, PrintStream.class)
          .invoke(null, null, null, null);
    }
  }

  private static URLClassLoader image() throws MalformedURLException {
    List<URL> all = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!each.contains("jackson-databind") && !each.contains("java-diff-utils")) {
        all.add(Path.of(each).toUri().toURL());
      }
    }
    return new URLClassLoader(all.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
