data "aws_caller_identity" "me" {}

resource "aws_s3_bucket" "archive" {
  for_each = {
    logs = "no"
    data = "yes"
  }

  bucket = "acme-${each.key}-${data.aws_caller_identity.me.account_id}"

  tags = {
    versioned = each.value
  }
}

resource "aws_iam_role" "reader" {
  name = "reader"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = {
        Service = "ec2.amazonaws.com"
      }
      Action = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "read" {
  role = aws_iam_role.reader.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = ["s3:GetObject"]
      Resource = [
        "${aws_s3_bucket.archive["logs"].arn}/*",
        "${aws_s3_bucket.archive["data"].arn}/*",
      ]
    }]
  })
}

resource "aws_acm_certificate" "certificate" {
  provider = aws.aws_us

  domain_name       = "shop.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [tags]
  }
}

resource "aws_security_group" "guard" {
  name        = "guard"
  description = "Only from inside"

  ingress {
    description      = "https"
    from_port        = 443
    to_port          = 443
    protocol         = "tcp"
    cidr_blocks      = ["10.0.0.0/8"]
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }

  ingress {
    description      = "metrics"
    from_port        = 9100
    to_port          = 9100
    protocol         = "tcp"
    cidr_blocks      = ["10.0.0.0/8"]
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }

  depends_on = [aws_iam_role_policy.read]
}
