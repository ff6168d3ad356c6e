resource "aws_s3_bucket" "store_store" {
  for_each = toset(["invoices", "exports"])

  bucket        = "acme-${each.key}"
  force_destroy = false
}

resource "aws_s3_bucket_public_access_block" "store_closed" {
  for_each = toset(["invoices", "exports"])

  bucket                  = aws_s3_bucket.store_store[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "store_encryption" {
  for_each = toset(["invoices", "exports"])

  bucket = aws_s3_bucket.store_store[each.key].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_versioning" "store_versions" {
  for_each = toset(["invoices", "exports"])

  bucket = aws_s3_bucket.store_store[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "store_only_tls" {
  for_each = toset(["invoices", "exports"])

  bucket = aws_s3_bucket.store_store[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyTLS"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource = [
        aws_s3_bucket.store_store[each.key].arn,
        "${aws_s3_bucket.store_store[each.key].arn}/*",
      ]
      Condition = {
        Bool = {
          "aws:SecureTransport" = "false"
        }
      }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.store_closed]
}

resource "aws_s3_bucket_lifecycle_configuration" "store_expiry" {
  for_each = toset(["invoices", "exports"])

  bucket = aws_s3_bucket.store_store[each.key].id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }
}
