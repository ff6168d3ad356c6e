data "aws_caller_identity" "me" {
  lifecycle {
    postcondition {
      condition     = self.account_id != "000000000000"
      error_message = "this is the wrong account: ${self.account_id}"
    }
  }
}

resource "aws_sns_topic" "topic" {
  name              = "news"
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sqs_queue" "jobs" {
  for_each = toset(["mail", "video"])

  name                      = "${each.key}-jobs"
  message_retention_seconds = 432000

  lifecycle {
    postcondition {
      condition     = aws_sns_topic.topic.arn != "" && self.url != ""
      error_message = "the queue ${each.key} has no address"
    }

    precondition {
      condition     = length(data.aws_caller_identity.me.account_id) == 12
      error_message = "The check does not hold."
    }
  }
}
