resource "aws_sqs_queue" "jobs_failed" {
  name                      = "jobs-failed"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "jobs_messages" {
  name                       = "jobs"
  visibility_timeout_seconds = 30
  message_retention_seconds  = 345600
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.jobs_failed.arn
    maxReceiveCount     = 5
  })
}

resource "aws_cloudwatch_log_group" "worker_logs" {
  name              = "/aws/lambda/worker"
  retention_in_days = 30
}

resource "aws_iam_role" "worker_role" {
  name = "worker"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = {
        Service = "lambda.amazonaws.com"
      }
      Action = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "worker_permissions" {
  name = "worker"
  role = aws_iam_role.worker_role.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.worker_logs.arn}:*"]
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = [aws_sqs_queue.jobs_messages.arn]
      },
    ]
  })
}

resource "aws_lambda_function" "worker_code" {
  function_name = "worker"
  role          = aws_iam_role.worker_role.arn
  filename      = "worker.zip"
  runtime       = "python3.13"
  handler       = "main.handler"
  memory_size   = 512
  timeout       = 20
  architectures = ["arm64"]

  environment {
    variables = {
      QUEUE = aws_sqs_queue.jobs_messages.url
    }
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.worker_logs.name
  }

  depends_on = [aws_iam_role_policy.worker_permissions]
}

resource "aws_lambda_event_source_mapping" "trigger" {
  event_source_arn = aws_sqs_queue.jobs_messages.arn
  function_name    = aws_lambda_function.worker_code.arn
  batch_size       = 10
}
