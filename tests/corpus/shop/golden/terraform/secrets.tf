ephemeral "aws_secretsmanager_secret_version" "shop_db" {
  secret_id = "shop/db"
}
