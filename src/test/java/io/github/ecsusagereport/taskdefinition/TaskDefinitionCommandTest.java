package io.github.ecsusagereport.taskdefinition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class TaskDefinitionCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;
  private String out;
  private String err;
  private final StringWriter usage = new StringWriter();

  @Test
  void add_makesTheTaskDefinitionOfThisRepository_andAgainChangesNothing() throws IOException {
    String whole = Files.readString(Path.of("task-definition.json"));
    ObjectNode batchAlone = (ObjectNode) MAPPER.readTree(whole);
    ((ArrayNode) batchAlone.get("containerDefinitions")).remove(1);

    assertEquals(0, run(batchAlone.toString(), "--add"));
    // As text, so that the order of the members counts.
    assertEquals(MAPPER.readTree(whole).toString(), MAPPER.readTree(out).toString());
    assertTrue(err.contains("\n+      \"name\": \"usage-report\",\n"), err);

    String added = out;
    assertEquals(0, run(added, "--add"));
    assertEquals(added, out);
    assertEquals("ecs-usage-report: nothing changes in usage-report-example\n", err);
  }

  @Test
  void describe_leavesOutWhatItAdds_andKeepsTheRestInItsOrder() {
    String described =
        """
        {"taskDefinition": {"taskDefinitionArn":
         "arn:aws:ecs:eu-west-1:111122223333:task-definition/import:3", "zeta": 1.50,
         "containerDefinitions": [{"name": "batch", "new": [{"b": 1, "a": null}]}],
         "family": "import", "revision": 3, "status": "ACTIVE", "requiresAttributes": [],
         "compatibilities": ["EC2"], "registeredAt": 1.5, "registeredBy": "x"},
         "tags": [{"key": "team", "value": "data"}]}
        """;

    assertEquals(0, run(described));
    assertEquals(
        "{\"zeta\":1.50,\"containerDefinitions\":[{\"name\":\"batch\",\"new\":[{\"b\":1,\"a\":null}"
            + "]}],\"family\":\"import\",\"tags\":[{\"key\":\"team\",\"value\":\"data\"}]}",
        out.replaceAll("\\s", ""));
    assertEquals("ecs-usage-report: nothing changes in import:3\n", err);
  }

  @Test
  void exact_givesTheBatchsOwnUser_orElseRootWithOneCapability() {
    assertEquals(0, run(definition("'user': '1000:1000'"), "--add", "--exact"));
    assertEquals("task", MAPPER.readTree(out).get("pidMode").asString());
    assertEquals("1000:1000", sidecar().get("user").asString());
    assertEquals("{\"drop\":[\"ALL\"]}", capabilities());
    String exact = out;
    assertEquals(0, run(exact, "--add"));
    assertEquals(exact, out);

    assertEquals(0, run(definition("'memory': 100"), "--add", "--exact"));
    assertEquals("0:0", sidecar().get("user").asString());
    assertEquals("{\"drop\":[\"ALL\"],\"add\":[\"SYS_PTRACE\"]}", capabilities());

    // Which group it has only its own image knows.
    assertEquals(0, run(definition("'user': '1000'"), "--add", "--exact"));
    assertEquals("0:0", sidecar().get("user").asString());
    assertTrue(
        err.contains("ecs-usage-report: the sidecar is root with SYS_PTRACE, since 1000 "), err);
  }

  @Test
  void existingSidecar_isRenewed_butForItsOwnImageAndLog() {
    String old =
        quoted(
            "{'family': 'import', 'containerDefinitions': [{'name': 'batch'}, {'name':"
                + " 'usage-report', 'image': 'mine/ecs-usage-report:1', 'essential': true,"
                + " 'environment': [{'name': 'USAGE_JOB', 'value': 'x'}],"
                + " 'logConfiguration': {'logDriver': 'splunk'}, 'stopTimeout': 30}]}");

    assertEquals(0, run(old, "--add"));
    assertEquals(
        quoted(
            "{'name':'usage-report','image':'mine/ecs-usage-report:1','essential':false,"
                + "'environment':[{'name':'USAGE_JOB','value':'x'}],"
                + "'logConfiguration':{'logDriver':'splunk'},'stopTimeout':120,"
                + "'linuxParameters':{'capabilities':{'drop':['ALL']}},"
                + "'dependsOn':[{'containerName':'batch','condition':'START'}],"
                + "'cpu':32,'memoryReservation':48,'user':'65532:65532',"
                + "'readonlyRootFilesystem':true}"),
        sidecar().toString());

    assertEquals(0, run(old, "--add", "--image", "mine/ecs-usage-report:2"));
    assertEquals("mine/ecs-usage-report:2", sidecar().get("image").asString());
  }

  @Test
  void batchThatWaitsForTheSidecar_isNotWaitedFor() {
    assertEquals(
        0,
        run(
            definition("'dependsOn': [{'containerName': 'usage-report', 'condition': 'START'}]"),
            "--add"));
    assertEquals(null, sidecar().get("dependsOn"));
  }

  @Test
  void severalContainers_areToldTheSidecar_andTheRouterOutlivesIt() {
    String several =
        quoted(
            "{'family': 'import', 'containerDefinitions': [{'name': 'batch', 'logConfiguration':"
                + " {'logDriver': 'awsfirelens', 'options': {'awslogs-datetime-format': '%Y'}}},"
                + " {'name': 'log_router', 'firelensConfiguration': {'type': 'fluentbit'}}]}");

    assertEquals(0, run(several, "--add"));
    assertEquals(
        quoted(
            "[{'containerName':'batch','condition':'START'},"
                + "{'containerName':'log_router','condition':'START'}]"),
        sidecar().get("dependsOn").toString());
    assertEquals(
        quoted("[{'name':'USAGE_CONTAINER','value':'batch'}]"),
        sidecar().get("environment").toString());
    assertEquals(
        quoted("{'logDriver':'awsfirelens','options':{}}"),
        sidecar().get("logConfiguration").toString());
    String added = out;
    assertEquals(0, run(added, "--add"));
    assertEquals(added, out);
  }

  @Test
  void sharesOfTheProcessors_thatAreMoreThanTheTasks_areTakenFromTheLargest() {
    assertEquals(0, run(definition("'cpu': 512"), "--add"));
    assertEquals(480, MAPPER.readTree(out).get("containerDefinitions").get(0).get("cpu").asInt());
    assertTrue(err.contains("ecs-usage-report: batch has 480 CPU units now, 32 fewer"), err);
  }

  @Test
  void size_isWritten_unlessFargateHasNone() {
    assertEquals(0, run(definition("'memory': 100"), "--size", "1/2048"));
    assertTrue(out.contains("\"cpu\": \"1024\"") && out.contains("\"memory\": \"2048\""), out);
    assertTrue(err.contains("\n-  \"cpu\": \"512\",\n"), err);
    assertRefused(
        "Fargate has no size 0.5/8192; beside those vCPUs it has 1024, 2048, 3072, 4096 MiB",
        definition("'cpu': 1"),
        "--size",
        "0.5/8192");
    assertRefused(
        "Fargate has no size 3/8192; its vCPUs are 0.25, 0.5, 1, 2, 4, 8, 16, 32",
        definition("'cpu': 1"),
        "--size",
        "3/8192");
    assertEquals(
        0,
        run(
            quoted("{'family':'x','requiresCompatibilities':['EC2'],'containerDefinitions':[]}"),
            "--size",
            "3/8192"));
  }

  @Test
  void take_writesWhatTheReportAdvises_forThisFamilyAndRegion() throws IOException {
    String report =
        report(
            "{'family':'import','region':'eu-west-1','cpu':'256','memory':'1024',"
                + "'containerDefinitions':[{'name':'batch','memory':900}]},"
                + "{'family':'import','region':'us-east-1','cpu':'1024','memory':'2048'}");
    String described =
        "{\"taskDefinition\":"
            + definition("'memory': 1000")
                .replaceFirst(
                    "\\{",
                    "{\"taskDefinitionArn\": \"arn:aws:ecs:eu-west-1:1:task-definition/import:3\",")
            + "}";

    assertEquals(0, run(described, "--take", report));
    assertEquals(
        quoted(
            "{'family':'import','cpu':'256','memory':'1024','containerDefinitions':"
                + "[{'name':'batch','memory':900}]}"),
        MAPPER.readTree(out).toString());

    assertRefused(
        report
            + " has import of several accounts or regions: give what `aws ecs"
            + " describe-task-definition` prints, whose ARN says which",
        definition("'memory': 1"),
        "--take",
        report);
  }

  @Test
  void take_withoutAdvice_saysWhy_andWithoutRuns_refuses() throws IOException {
    String report = report("");

    assertEquals(0, run(definition("'memory': 100"), "--take", report));
    assertEquals(
        """
        ecs-usage-report: the report has no other size for import. It fits.
        ecs-usage-report: nothing changes in import
        """,
        err);
    assertRefused(
        report + " has no run of export; it has: import",
        definition("'memory': 1").replace("import", "export"),
        "--take",
        report);
    assertRefused(
        folder + " is no file that can be read",
        definition("'cpu': 1"),
        "--take",
        folder.toString());
  }

  @Test
  void whatEcsRefuses_isRefusedWithASentence() {
    assertRefused("standard input is empty", "");
    assertRefused("standard input is JSON, but no object", "[]");
    assertRefused(
        "standard input is no task definition: containerDefinitions, each with a name, are missing;"
            + " give it what `aws ecs describe-task-definition` prints",
        "{}");
    assertRefused(
        "import is for Windows, which the sidecar and its sizes are not",
        definition("'cpu': 1")
            .replaceFirst(
                "\\{",
                quoted("{'runtimePlatform':{'operatingSystemFamily':'WINDOWS_SERVER_2022_CORE'},")),
        "--add");
    assertRefused("import has no container to watch", containers(0), "--add");
    assertRefused(
        "several containers: name those whose end is the end of the run with --container: c0,c1",
        containers(2),
        "--add");
    assertRefused(
        "import has no container nope; it has: c0, c1", containers(2), "--add", "--container=nope");
    assertRefused(
        "import would have 11 containers, and ECS allows 10",
        containers(10),
        "--add",
        "--container=c0");
    assertRefused(
        "the containers may have 1072 MiB together (batch 1024, usage-report 48), and the task has"
            + " 1024; lower a limit in the definition first, or take a larger size with --size",
        definition("'memory': 1024"),
        "--add");
    assertRefused(
        "batch reserves 200 MiB, more than its limit of 100; lower its memoryReservation first",
        definition("'memory': 100, 'memoryReservation': 200"));
    assertRefused(
        "--exact needs \"pidMode\": \"task\", and import has host",
        definition("'cpu': 1").replaceFirst("\\{", "{\"pidMode\": \"host\","),
        "--add",
        "--exact");
  }

  @Test
  void optionsThatDoNotGoTogether_areMistakes() {
    assertEquals(2, run("{}", "--exact"));
    assertEquals(2, run("{}", "--size", "1/2048", "--take", "x"));
    assertEquals(2, run("{}", "--size", "large"));
    assertTrue(
        usage.toString().contains("--exact, --image and --container go with --add\n")
            && usage.toString().contains("--take or --size, not both\n")
            && usage.toString().contains("not VCPU/MiB, such as 0.25/512: large\n"),
        usage::toString);
  }

  private String report(String taskDefinitions) throws IOException {
    Path file = folder.resolve("report.json");
    Files.writeString(
        file,
        quoted(
            "{'tasks':[{'family':'import','text':'It fits.'}],'taskDefinitions':["
                + taskDefinitions
                + "]}"));
    return file.toString();
  }

  private static String definition(String batch) {
    return quoted(
        "{'family': 'import', 'cpu': '512', 'memory': '1024', 'containerDefinitions': [{'name':"
            + " 'batch', "
            + batch
            + "}]}");
  }

  private static String containers(int count) {
    ObjectNode definition = MAPPER.createObjectNode().put("family", "import");
    ArrayNode containers = definition.putArray("containerDefinitions");
    IntStream.range(0, count).forEach(i -> containers.addObject().put("name", "c" + i));
    return definition.toString();
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private JsonNode sidecar() {
    return StreamSupport.stream(
            MAPPER.readTree(out).get("containerDefinitions").spliterator(), false)
        .filter(each -> each.get("name").asString().equals("usage-report"))
        .findFirst()
        .orElseThrow();
  }

  private String capabilities() {
    return sidecar().get("linuxParameters").get("capabilities").toString();
  }

  private void assertRefused(String sentence, String input, String... args) {
    assertEquals(2, run(input, args), err);
    assertEquals("ecs-usage-report: " + sentence + "\n", err);
    assertEquals("", out);
  }

  private int run(String input, String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    int exitCode =
        TaskDefinitionCommand.commandLine(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                outBytes,
                new PrintStream(errBytes, true, UTF_8))
            .setErr(new PrintWriter(usage))
            .execute(args);
    out = outBytes.toString(UTF_8);
    err = errBytes.toString(UTF_8);
    return exitCode;
  }
}
