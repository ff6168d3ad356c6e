module "names" {
  source = "../names"
  name   = var.name
}

resource "aws_sqs_queue" "this" {
  name                       = module.names.full
  visibility_timeout_seconds = var.settings.timeout
  policy                     = templatefile("${path.module}/policy.json", { token = var.token })
}
