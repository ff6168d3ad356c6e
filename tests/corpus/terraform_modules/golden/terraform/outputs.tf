output "names" {
  value = { for key, item in module.sorted : key => item.name }
}

output "last" {
  value = module.numbered[1].arn
}
