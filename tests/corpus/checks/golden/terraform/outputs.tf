output "jobs_mail_url" {
  value = aws_sqs_queue.jobs["mail"].url
}

output "settings_condition" {
  value = aws_sqs_queue.jobs["mail"].arn != aws_sqs_queue.jobs["video"].arn
}

output "jobs_mail_arn" {
  value = aws_sqs_queue.jobs["mail"].arn
}
