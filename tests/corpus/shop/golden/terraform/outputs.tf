output "urls" {
  value = {
    admin = "http://admin.default.svc.cluster.local"
    shop  = "http://shop.default.svc.cluster.local"
  }
}

output "orders_db_endpoint" {
  value = aws_db_instance.orders_db.endpoint
}

output "orders_db_address" {
  value = aws_db_instance.orders_db.address
}

output "cluster_control_plane_endpoint" {
  value = aws_eks_cluster.cluster_control_plane.endpoint
}

output "cluster_control_plane_certificate_authority_data" {
  value = aws_eks_cluster.cluster_control_plane.certificate_authority[0].data
}
