variable "name" {
  type        = string
  description = "What the queue is called."
}

variable "settings" {
  type = object({
    timeout = optional(number, 30)
    labels  = optional(map(string), {})
  })
  default = {}
}

variable "token" {
  type      = string
  sensitive = true
  default   = ""
}
