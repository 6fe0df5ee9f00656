package io.github.ecsusagereport.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies with a few bytes changed at random. */
class BrokenBytesTest {
  /** A sample, no sample or a MetadataException; nothing else, whatever the bytes. */
  @ParameterizedTest
  @CsvSource({"ec2-cgroup-v1", "fargate-1.4", "managed-instances", "task-fargate-1.4"})
  void brokenBytes_areAtMostMalformed(String file) throws Exception {
    Random random = new Random(20_260_203);
    int malformed = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = Bodies.resource(file + ".json");
      for (int broken = random.nextInt(3); broken >= 0; broken--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (i % 2 == 0 ? random.nextInt() : "{}[]\",:0e-".charAt(random.nextInt(10)));
      }
      try {
        Bodies.stats(bytes);
        Bodies.task(bytes);
      } catch (MetadataException e) {
        malformed++;
      }
    }
    assertEquals(true, malformed > 500, malformed + " of 2000");
  }
}
