data "aws_availability_zones" "network_available" {
  state = "available"
}

resource "aws_vpc" "network_vpc" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = {
    Name = "network"
  }
}

resource "aws_default_security_group" "network_closed" {
  vpc_id = aws_vpc.network_vpc.id

  tags = {
    Name = "network-default-closed"
  }
}

resource "aws_internet_gateway" "network_internet" {
  vpc_id = aws_vpc.network_vpc.id

  tags = {
    Name = "network"
  }
}

locals {
  network_public = ["10.20.128.0/20", "10.20.144.0/20", "10.20.160.0/20"]
}

resource "aws_subnet" "network_public" {
  count = length(local.network_public)

  vpc_id            = aws_vpc.network_vpc.id
  cidr_block        = local.network_public[count.index]
  availability_zone = data.aws_availability_zones.network_available.names[count.index]

  tags = {
    Name                     = "network-public-${count.index}"
    "kubernetes.io/role/elb" = "1"
  }
}

locals {
  network_private = ["10.20.0.0/20", "10.20.16.0/20", "10.20.32.0/20"]
}

resource "aws_subnet" "network_private" {
  count = length(local.network_private)

  vpc_id            = aws_vpc.network_vpc.id
  cidr_block        = local.network_private[count.index]
  availability_zone = data.aws_availability_zones.network_available.names[count.index]

  tags = {
    Name                              = "network-private-${count.index}"
    "kubernetes.io/role/internal-elb" = "1"
  }
}

resource "aws_route_table" "network_public_routes" {
  vpc_id = aws_vpc.network_vpc.id

  tags = {
    Name = "network-public"
  }
}

resource "aws_route" "network_public_out" {
  route_table_id         = aws_route_table.network_public_routes.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.network_internet.id
}

resource "aws_route_table_association" "network_public_link" {
  count = 3

  subnet_id      = aws_subnet.network_public[count.index].id
  route_table_id = aws_route_table.network_public_routes.id
}

resource "aws_eip" "network_address" {
  count = 1

  domain = "vpc"

  tags = {
    Name = "network-nat-0"
  }
}

resource "aws_nat_gateway" "network_nat_gateway" {
  count = 1

  allocation_id = aws_eip.network_address[count.index].id
  subnet_id     = aws_subnet.network_public[count.index].id

  tags = {
    Name = "network-0"
  }

  depends_on = [aws_internet_gateway.network_internet]
}

resource "aws_route_table" "network_private_routes" {
  count = 3

  vpc_id = aws_vpc.network_vpc.id

  tags = {
    Name = "network-private-${count.index}"
  }
}

resource "aws_route" "network_private_out" {
  count = 3

  route_table_id         = aws_route_table.network_private_routes[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.network_nat_gateway[0].id
}

resource "aws_route_table_association" "network_private_link" {
  count = 3

  subnet_id      = aws_subnet.network_private[count.index].id
  route_table_id = aws_route_table.network_private_routes[count.index].id
}
