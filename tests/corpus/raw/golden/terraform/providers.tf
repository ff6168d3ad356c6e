provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "aws_us"
  region = "us-east-1"
}
