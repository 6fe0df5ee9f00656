# tofu test, or terraform test: the module gives what task-definition.json has.

variables {
  container = "batch"
  log_group = "/ecs/usage-report-example"
  region    = "PUT-REGION-HERE"
}

run "is_the_sidecar_of_the_task_definition" {
  command = plan

  assert {
    condition = jsonencode(output.container_definition) == jsonencode(one([
      for each in jsondecode(file("../../task-definition.json")).containerDefinitions :
      each if each.name == "usage-report"
    ]))
    error_message = "Not as in task-definition.json: ${jsonencode(output.container_definition)}"
  }
}

run "takes_settings" {
  command = plan

  variables {
    environment = { USAGE_FORMAT = "emf", USAGE_MAX_DURATION = "6h" }
  }

  assert {
    condition = jsonencode(output.container_definition.environment) == jsonencode([
      { name = "USAGE_FORMAT", value = "emf" },
      { name = "USAGE_MAX_DURATION", value = "6h" },
    ])
    error_message = jsonencode(output.container_definition.environment)
  }
}

run "is_exact_with_the_sidecar_of_that_task_definition" {
  command = plan

  variables {
    exact = "65532:65532"
  }

  assert {
    condition = jsonencode(output.container_definition) == jsonencode(one([
      for each in jsondecode(file("../../task-definition-exact.json")).containerDefinitions :
      each if each.name == "usage-report"
    ]))
    error_message = "Not as in task-definition-exact.json: ${jsonencode(output.container_definition)}"
  }
}

run "is_exact_as_another_user" {
  command = plan

  variables {
    exact = "1000:1000"
  }

  assert {
    condition     = output.container_definition.user == "1000:1000"
    error_message = jsonencode(output.container_definition)
  }
}

run "is_exact_as_root_with_one_capability" {
  command = plan

  variables {
    exact = "root"
  }

  assert {
    condition = jsonencode([
      output.container_definition.user,
      output.container_definition.linuxParameters,
    ]) == jsonencode(["0:0", { capabilities = { add = ["SYS_PTRACE"], drop = ["ALL"] } }])
    error_message = jsonencode(output.container_definition)
  }
}
