output "arn" {
  value = aws_sqs_queue.this.arn
}

output "name" {
  value = module.names.full
}
