output "host" {
  value = aws_db_instance.orders_db.address
}
