output "endpoint" {
  value = aws_eks_cluster.main_control_plane.endpoint
}
