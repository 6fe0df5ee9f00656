# The sidecar of ecs-usage-report as an element of container_definitions. No provider, no resource.

terraform {
  required_version = ">= 1.6"
}

variable "container" {
  description = "The container whose end is the end of the run."
  type        = string
}

variable "log_group" {
  description = "Log group of the sidecar's lines; that of the batch will do."
  type        = string
}

variable "region" {
  description = "Region of the log group."
  type        = string
}

variable "image" {
  description = "The sidecar's image, by digest if you like."
  type        = string
  default     = "ghcr.io/ecsusagereport/ecs-usage-report:0.1.0"
}

variable "environment" {
  description = "Settings, such as { USAGE_FORMAT = \"emf\" }."
  type        = map(string)
  default     = {}
}

variable "exact" {
  description = "For exact numbers, with pid_mode = \"task\" in the task: the batch's user as \"uid:gid\", or \"root\", which takes SYS_PTRACE."
  type        = string
  default     = ""
}

output "container_definition" {
  description = "To be put into the list that jsonencode makes container_definitions of."
  value = merge(
    {
      name      = "usage-report"
      image     = var.image
      essential = false
      dependsOn = [{ containerName = var.container, condition = "START" }]

      cpu               = 32
      memoryReservation = 48
      stopTimeout       = 120

      user                   = var.exact == "" ? "65532:65532" : var.exact == "root" ? "0:0" : var.exact
      readonlyRootFilesystem = true
      linuxParameters = {
        capabilities = merge({ drop = ["ALL"] }, var.exact == "root" ? { add = ["SYS_PTRACE"] } : {})
      }

      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = var.log_group
          awslogs-region        = var.region
          awslogs-stream-prefix = "ecs"
        }
      }
    },
    length(var.environment) == 0 ? {} : {
      environment = [for name, value in var.environment : { name = name, value = value }]
    }
  )
}
