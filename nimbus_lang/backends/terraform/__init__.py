"""Terraform: HCL that a person would have written."""
