output "arns" {
  value = { for key, bucket in aws_s3_bucket.store_store : key => bucket.arn }
}
