variable "name" {
  type = string
}

output "full" {
  value = "acme-${var.name}"
}
