resource "aws_sns_topic" "topic" {
  name              = "letters"
  kms_master_key_id = "alias/aws/sns"
}

# Where everything starts.
module "inbox" {
  source = "./modules/queue"

  name = "inbox"

  settings = {
    labels = {
      of = aws_sns_topic.topic.name
    }
  }

  token = var.letters_token

  depends_on = [aws_sns_topic.topic]
}

module "sorted" {
  for_each = {
    bills  = 60
    orders = 120
  }

  source = "./modules/queue"

  name = each.key

  settings = {
    timeout = each.value
  }
}

module "numbered" {
  count  = 2
  source = "./modules/queue"

  name = "letters-${count.index}"
}

resource "aws_sns_topic_subscription" "rule" {
  topic_arn = aws_sns_topic.topic.arn
  protocol  = "sqs"
  endpoint  = module.inbox.arn
}
