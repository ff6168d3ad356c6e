resource "aws_db_subnet_group" "orders_subnets" {
  name       = "orders"
  subnet_ids = aws_subnet.network_private[*].id

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_security_group" "orders_access" {
  name        = "orders-postgres"
  description = "Who may connect to orders"
  vpc_id      = aws_vpc.network_vpc.id

  tags = {
    Name = "orders-postgres"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "orders_allowed" {
  for_each = toset(["10.20.0.0/16"])

  security_group_id = aws_security_group.orders_access.id
  description       = "PostgreSQL from ${each.key}"
  cidr_ipv4         = each.key
  from_port         = 5432
  to_port           = 5432
  ip_protocol       = "tcp"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_db_instance" "orders_db" {
  identifier                 = "orders"
  engine                     = "postgres"
  engine_version             = "17"
  instance_class             = "db.t4g.medium"
  allocated_storage          = 100
  max_allocated_storage      = 400
  storage_type               = "gp3"
  storage_encrypted          = true
  db_name                    = "app"
  username                   = "app"
  password_wo                = jsondecode(ephemeral.aws_secretsmanager_secret_version.shop_db.secret_string)["password"]
  password_wo_version        = 1
  db_subnet_group_name       = aws_db_subnet_group.orders_subnets.name
  vpc_security_group_ids     = [aws_security_group.orders_access.id]
  publicly_accessible        = false
  multi_az                   = false
  backup_retention_period    = 30
  copy_tags_to_snapshot      = true
  auto_minor_version_upgrade = true
  deletion_protection        = false
  skip_final_snapshot        = true

  lifecycle {
    prevent_destroy = true
  }
}
