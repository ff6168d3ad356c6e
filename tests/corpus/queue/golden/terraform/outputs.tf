output "url" {
  value = aws_sqs_queue.orders_messages.url
}
