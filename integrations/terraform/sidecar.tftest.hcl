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
