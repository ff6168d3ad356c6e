variable "letters_token" {
  type      = string
  sensitive = true
}
