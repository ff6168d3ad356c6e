output "id" {
  value = aws_vpc.network_vpc.id
}

output "private" {
  value = aws_subnet.network_private[*].id
}
