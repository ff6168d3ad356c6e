moved {
  from = module.old_kinds
  to   = module.sorted
}
