resource "aws_iam_role" "main_role" {
  name = "main-cluster"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = {
        Service = "eks.amazonaws.com"
      }
      Action = ["sts:AssumeRole", "sts:TagSession"]
    }]
  })
}

resource "aws_iam_role_policy_attachment" "main_role_policy" {
  role       = aws_iam_role.main_role.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_kms_key" "main_key" {
  description             = "Secrets of the cluster main"
  enable_key_rotation     = true
  deletion_window_in_days = 7
}

resource "aws_eks_cluster" "main_control_plane" {
  name                      = "main"
  role_arn                  = aws_iam_role.main_role.arn
  version                   = "1.33"
  enabled_cluster_log_types = ["api", "audit", "authenticator"]

  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = true
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.main_key.arn
    }
  }

  vpc_config {
    subnet_ids              = aws_subnet.network_private[*].id
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = ["198.51.100.0/24"]
  }

  depends_on = [aws_iam_role_policy_attachment.main_role_policy]
}

resource "aws_iam_role" "main_node_role" {
  name = "main-nodes"

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

resource "aws_iam_role_policy_attachment" "main_node_policy" {
  for_each = toset([
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
  ])

  role       = aws_iam_role.main_node_role.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

resource "aws_eks_node_group" "main_nodes_group" {
  cluster_name    = aws_eks_cluster.main_control_plane.name
  node_group_name = "main-default"
  node_role_arn   = aws_iam_role.main_node_role.arn
  subnet_ids      = aws_subnet.network_private[*].id
  instance_types  = ["m6i.large"]
  disk_size       = 80

  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }

  depends_on = [aws_iam_role_policy_attachment.main_node_policy]
}
