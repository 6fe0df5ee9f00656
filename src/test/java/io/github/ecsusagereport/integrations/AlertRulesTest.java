package io.github.ecsusagereport.integrations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules of {@code integrations/cloudwatch/template.yaml} against events. Their shape is that of
 * the documentation: <a
 * href="https://github.com/awsdocs/amazon-ecs-developer-guide/blob/024df00cd4eb3c9f6dbad546fa239ff4e9d826c8/doc_source/ecs_cwe_events.md">task
 * state change</a>, <a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html">Task</a> with its
 * stop codes, <a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/logging-using-cloudtrail.html">CloudTrail</a>
 * and <a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html">failures</a>.
 * The reason of a container that ran out of memory is the <a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/dockerclient/dockerapi/errors.go">agent's</a>.
 */
class AlertRulesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SIDECAR = 0;
  private static final int BATCH = 1;

  private final AlertRules rules = new AlertRules();
  private final ObjectNode task = event("task-stopped");
  private final ObjectNode call = event("run-task");

  private static ObjectNode event(String name) {
    return (ObjectNode) JSON.readTree(Path.of("src/test/resources/events", name + ".json"));
  }

  private static ObjectNode detail(ObjectNode event) {
    return (ObjectNode) event.get("detail");
  }

  private ObjectNode container(int index) {
    return (ObjectNode) task.at("/detail/containers/" + index);
  }

  private ObjectNode batch() {
    return container(BATCH);
  }

  private void assertMatching(JsonNode event, String... names) {
    assertEquals(new TreeSet<>(Set.of(names)), rules.matching(event), event.toString());
  }

  @Test
  void success_isNoAlert() {
    assertMatching(task);
    assertMatching(call);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "137", "143", "255", "-1", "-1073741819", "3221225477"})
  void exitCode_isAFailure(long exitCode) {
    batch().put("exitCode", exitCode);

    assertMatching(task, "TaskFailed");
  }

  @Test
  void exitCodeOfOneAmongSeveral_isAFailure() {
    ObjectNode loader = batch().deepCopy().put("name", "loader").put("exitCode", 3);
    ((ArrayNode) task.at("/detail/containers")).insert(1, loader);

    assertMatching(task, "TaskFailed");
  }

  /** They may be killed when the task ends, and the batch has ended well. */
  @ParameterizedTest
  @CsvSource({"usage-report, 137", "log_router, 143"})
  void exitCodeOfASidecar_isNone(String name, int exitCode) {
    container(SIDECAR).put("name", name).put("exitCode", exitCode);

    assertMatching(task);
  }

  @Test
  void exitCodeThatIsMissingOrNull_isNone() {
    batch().remove("exitCode");
    assertMatching(task);

    batch().putNull("exitCode");
    assertMatching(task);

    batch().put("exitCode", "0");
    assertMatching(task);
  }

  /** The agent's words, and those of Fargate; the exit code is 0 when a child was killed. */
  @ParameterizedTest
  @CsvSource({
    "137, OutOfMemoryError: Container killed due to memory usage",
    "137, OutOfMemoryError: container killed due to memory usage",
    "0, OutOfMemoryError: Container killed due to memory usage",
  })
  void outOfMemory_isAFailure(int exitCode, String reason) {
    batch().put("exitCode", exitCode).put("reason", reason);
    assertMatching(task, "TaskFailed");

    batch().remove("reason");
    detail(task).put("stoppedReason", reason);
    assertMatching(task, "TaskFailed");
  }

  @ParameterizedTest
  @CsvSource({"SpotInterruption", "TerminationNotice"})
  void runThatAwsEnded_isAFailure(String stopCode) {
    batch().remove("exitCode");
    detail(task).put("stopCode", stopCode);

    assertMatching(task, "TaskFailed");
  }

  @ParameterizedTest
  @CsvSource({"UserInitiated", "ServiceSchedulerInitiated"})
  void runThatSomebodyStopped_isNone(String stopCode) {
    batch().put("exitCode", 143);
    detail(task).put("stopCode", stopCode);

    assertMatching(task);
  }

  @Test
  void taskOfAService_isNone() {
    batch().put("exitCode", 1);
    detail(task).put("group", "service:web");
    assertMatching(task);

    detail(task).put("stopCode", "TaskFailedToStart").remove("startedAt");
    assertMatching(task);
  }

  @ParameterizedTest
  @CsvSource({"RUNNING", "STOPPING", "DEPROVISIONING"})
  void taskThatHasNotStopped_isNone(String lastStatus) {
    batch().put("exitCode", 1);
    detail(task).put("lastStatus", lastStatus);

    assertMatching(task);
  }

  @Test
  void taskThatNeverRan_isAnAlertOfItsOwn() {
    batch().put("reason", "CannotPullContainerError: pull image manifest has been retried");
    batch().remove("exitCode");
    container(SIDECAR).remove("exitCode");
    detail(task).put("stopCode", "TaskFailedToStart");
    assertMatching(task, "TaskNotStarted");

    detail(task).remove("startedAt");
    assertMatching(task, "TaskNotStarted");

    detail(task).put("stopCode", "UserInitiated");
    assertMatching(task, "TaskNotStarted");
  }

  @Test
  void eventOfAnotherSource_isNone() {
    batch().put("exitCode", 1);
    task.put("source", "my.tests");

    assertMatching(task);
  }

  private void fail(String... reasons) {
    ArrayNode failures = detail(call).withObject("responseElements").withArray("failures");
    for (String reason : reasons) {
      failures.addObject().put("reason", reason);
    }
  }

  @Test
  void runTaskWithFailures_isAnAlert() {
    fail("RESOURCE:MEMORY", "AGENT");

    assertMatching(call, "RunTaskFailed");
  }

  @ParameterizedTest
  @CsvSource({"AccessDenied", "ThrottlingException", "InvalidParameterException"})
  void runTaskThatIsRefused_isAnAlert(String errorCode) {
    detail(call).put("errorCode", errorCode).putNull("responseElements");

    assertMatching(call, "RunTaskRefused");
  }

  @Test
  void otherCallWithFailures_isNone() {
    fail("MISSING");
    detail(call).put("eventName", "DescribeTasks").put("errorCode", "AccessDenied");

    assertMatching(call);
  }

  /**
   * A <a
   * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html">condition</a>
   * would drop each alert without a word.
   */
  @Test
  void topic_takesEventsWithoutACondition() {
    int events = 0;
    for (JsonNode statement :
        AlertRules.resources("AWS::SNS::TopicPolicy")
            .get("AlertsPolicy")
            .at("/PolicyDocument/Statement")) {
      if (statement.toString().contains("events.amazonaws.com")) {
        events++;
        assertFalse(statement.has("Condition"), statement.toString());
      }
    }
    assertEquals(1, events);
  }

  /** The README shows the first; each is JSON of the form that the chat service shows. */
  @Test
  void messages_haveNoHoles() throws Exception {
    batch().put("exitCode", 1);
    String failed = rules.message("TaskFailed", task);
    assertEquals(
        true, AlertRules.read("integrations/cloudwatch/README.md").contains(failed), failed);
    assertShown(failed);
    detail(task).remove("startedAt");
    assertShown(rules.message("TaskNotStarted", task));
    fail("RESOURCE:\"MEMORY\"");
    assertShown(rules.message("RunTaskFailed", call));
    detail(call).put("errorCode", "AccessDenied").putNull("responseElements");
    assertShown(rules.message("RunTaskRefused", call));
  }

  private static void assertShown(String message) {
    assertFalse(message.matches("(?s).*<\\w+>.*"), message);
    JsonNode shown = JSON.readTree(message);
    assertEquals("1.0", shown.get("version").asString());
    assertEquals("custom", shown.get("source").asString());
    assertEquals("client-markdown", shown.at("/content/textType").asString());
    assertFalse(shown.at("/content/title").asString().isEmpty(), message);
    assertFalse(shown.at("/content/description").asString().isEmpty(), message);
  }
}
